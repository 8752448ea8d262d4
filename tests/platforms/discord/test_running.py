"""Starting, stopping, and saying in one line why Discord cannot be reached."""

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.app import build_platforms
from bot.domain.errors import PlatformError
from bot.platforms.discord.client import Connection
from bot.platforms.discord.platform import DiscordPlatform
from bot.settings import Settings
from bot.storage.memory import MemoryStore
from tests.discord_server import GUILD, DiscordServer, Hold, Status
from tests.discord_server.world import OTHER_GUILD, guild
from tests.platforms.discord.conftest import running
from tests.waiting import PATIENCE

WRONG = {"token": "wrong"}


def environment(server, **more):
    kept = {name: value for name, value in os.environ.items() if "VERBATIM" not in name}
    ours = {
        "VERBATIM_DISCORD__TOKEN": server.token,
        "VERBATIM_DISCORD__API_URL": server.api_url,
        "VERBATIM_HEALTH__PORT": "0",
    }
    return kept | ours | more


async def verbatim(*arguments, **environ):
    """Start the command line as people do."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


async def outcome(process):
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, out.decode(), err.decode()


def platform_of(server, dispatcher, **more):
    facts = {"token": server.token, "api_url": server.api_url, "identify_pause": 0} | more
    return DiscordPlatform(dispatcher, Connection(**facts), pauses=(0.01, 0.01), start=2)


async def refusal_of(platform):
    with pytest.raises(PlatformError) as raised:
        await asyncio.wait_for(platform.run(), PATIENCE)
    sentence = str(raised.value)
    assert "\n" not in sentence
    return sentence


async def test_a_wrong_token_is_named(discord_server, dispatcher):
    sentence = await refusal_of(platform_of(discord_server, dispatcher, **WRONG))
    assert "VERBATIM_DISCORD__TOKEN" in sentence


async def test_a_token_that_only_the_gateway_refuses_is_named(discord_server, dispatcher):
    discord_server.gateway.refuse_with = 4004
    assert "TOKEN" in await refusal_of(platform_of(discord_server, dispatcher))


async def test_refused_intents_are_named(discord_server, dispatcher):
    discord_server.gateway.refuse_with = 4014
    assert "intents" in await refusal_of(platform_of(discord_server, dispatcher))


async def test_refused_shards_are_named(discord_server, dispatcher):
    discord_server.gateway.refuse_with = 4010
    assert "SHARD_COUNT" in await refusal_of(platform_of(discord_server, dispatcher))


async def test_another_refusal_is_told_with_its_code(discord_server, dispatcher):
    discord_server.gateway.refuse_with = 4012
    assert "4012" in await refusal_of(platform_of(discord_server, dispatcher))


async def test_no_network_is_told_after_some_attempts(dispatcher):
    async with DiscordServer() as server:
        address = server.api_url
    connection = Connection("token", address)
    platform = DiscordPlatform(dispatcher, connection, pauses=(0.01, 0.01))
    sentence = await refusal_of(platform)
    assert sentence.startswith(f"Discord cannot be reached at {address} (Client")


async def test_a_discord_that_recovers_is_reached(discord_server, dispatcher):
    discord_server.rest.faults.add("GET", "/users/@me", Status(503), Status(503))
    platform = platform_of(discord_server, dispatcher)
    task = asyncio.create_task(platform.run())
    await discord_server.gateway.wait_for(identified=1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_gateway_that_is_not_named_is_told(discord_server, dispatcher):
    discord_server.rest.faults.add("GET", "/gateway/bot", *[Status(403)] * 3)
    sentence = await refusal_of(platform_of(discord_server, dispatcher))
    assert sentence.startswith("Discord cannot be reached at")


async def test_a_gateway_that_is_not_named_a_second_time_is_told(discord_server, dispatcher):
    platform = platform_of(discord_server, dispatcher)
    discord_server.rest.faults.add("PUT", "/commands", Status(403))
    hold = Hold(asyncio.Event())
    discord_server.rest.faults.add("GET", "/commands", hold)
    refused = asyncio.create_task(refusal_of(platform))
    await discord_server.rest.until(lambda: discord_server.rest.sent_to("/commands"))
    discord_server.rest.faults.add("GET", "/gateway/bot", Status(403))
    hold.until.set()
    assert "GatewayNotFound" in await refused


async def test_a_gateway_that_does_not_answer_is_told(discord_server, dispatcher):
    discord_server.rest.gateway_url = "ws://127.0.0.1:9/gateway/"
    connection = Connection(discord_server.token, discord_server.api_url)
    platform = DiscordPlatform(dispatcher, connection, start=0.2)
    assert "the gateway does not answer" in await refusal_of(platform)


async def test_ping_tells_whether_the_bot_is_connected(discord_server, dispatcher):
    idle = platform_of(discord_server, dispatcher)
    assert not await idle.ping()
    async with running(discord_server, dispatcher) as platform:
        await platform.client.connected.wait()
        assert await platform.ping()
        await platform.client.get_shard(0).disconnect()
        assert not await platform.ping()


async def test_commands_are_brought_once_and_again_only_where_they_differ(
    discord_server, dispatcher
):
    def brought():
        return [path for method, path, _ in discord_server.rest.requests if method == "PUT"]

    for times in (1, 1):
        async with running(discord_server, dispatcher):
            assert len(brought()) == times
    discord_server.rest.commands[0][0]["description"] = "something else"
    async with running(discord_server, dispatcher):
        assert len(brought()) == 2


@pytest.mark.parametrize("of_option", [False, True])
async def test_commands_are_brought_again_where_a_translation_differs(
    discord_server, dispatcher, of_option
):
    async with running(discord_server, dispatcher):
        command = discord_server.rest.commands[0][0]
    described = command["options"][0] if of_option else command
    described["description_localizations"]["fr"] = "Autre chose"
    for times in (2, 2):
        async with running(discord_server, dispatcher):
            put = [path for method, path, _ in discord_server.rest.requests if method == "PUT"]
            assert len(put) == times


async def test_commands_are_brought_to_the_one_server_they_are_tried_on(discord_server, dispatcher):
    for _ in range(2):
        async with running(discord_server, dispatcher, dev_guild=GUILD):
            pass
    put = [path for method, path, _ in discord_server.rest.requests if method == "PUT"]
    assert len(put) == 1
    assert f"/guilds/{GUILD}/commands" in put[0]
    assert discord_server.rest.commands[0] == []


async def test_the_bot_starts_where_its_commands_are_refused(discord_server, dispatcher):
    discord_server.rest.faults.add("GET", "/commands", Status(403, 50001))
    async with running(discord_server, dispatcher):
        await discord_server.asks("para 4")
        await discord_server.board.wait(1)


async def test_several_shards_serve_their_servers(discord_server, dispatcher):
    discord_server.gateway.guilds.append(guild(OTHER_GUILD))
    async with running(discord_server, dispatcher, shard_count=2):
        await discord_server.gateway.wait_for(identified=2)
        shards = sorted(s.shard for s in discord_server.gateway.sessions.values())
        assert shards == [[0, 2], [1, 2]]
        await discord_server.asks("para 4")
        await discord_server.board.wait(1)


async def test_one_process_can_run_some_of_the_shards(discord_server, dispatcher):
    async with running(discord_server, dispatcher, shard_count=2, shard_ids=[1]):
        (session,) = discord_server.gateway.sessions.values()
        assert session.shard == [1, 2]


async def test_only_intents_that_need_no_approval_are_asked_for(discord_server, dispatcher):
    async with running(discord_server, dispatcher, presence="ask me"):
        (session,) = discord_server.gateway.sessions.values()
        assert session.intents == 1 << 0 | 1 << 9 | 1 << 12
        assert session.presence["game"]["state"] == "ask me"


async def test_a_stop_lets_an_answer_end_and_takes_no_new_question(discord_server, dispatcher):
    sending = Hold(asyncio.Event())
    discord_server.rest.faults.add("POST", "/messages", sending)
    platform = platform_of(discord_server, dispatcher)
    task = asyncio.create_task(platform.run())
    await discord_server.gateway.wait_for(identified=1)
    asked = await discord_server.asks("para 4")
    await discord_server.rest.until(lambda: discord_server.rest.sent_to("/messages"))
    task.cancel()
    await asyncio.sleep(0)
    await discord_server.asks("para 5")
    sending.until.set()
    await asyncio.gather(task, return_exceptions=True)
    assert [seen.replies_to for seen in discord_server.board.seen] == [asked["id"]]


async def test_a_stop_waits_for_what_is_claimed_and_not_yet_answered(discord_server, dispatcher):
    class Slow(MemoryStore):
        claiming, going_on = asyncio.Event(), asyncio.Event()

        async def claim_event(self, event):
            self.claiming.set()
            await self.going_on.wait()
            return await super().claim_event(event)

    dispatcher.desk = replace(dispatcher.desk, store=Slow())
    async with running(discord_server, dispatcher) as platform:
        await discord_server.asks("para 4")
        await Slow.claiming.wait()
        stopping = asyncio.create_task(platform.client.work.stop(10))
        await asyncio.sleep(0)
        Slow.going_on.set()
        assert await stopping
        assert len(discord_server.board.seen) == 1


async def test_a_stop_does_not_wait_for_ever(discord_server, dispatcher, caplog):
    sending = Hold(asyncio.Event())
    discord_server.rest.faults.add("POST", "/messages", sending)
    connection = Connection(discord_server.token, discord_server.api_url)
    platform = DiscordPlatform(dispatcher, connection, grace=0.05)
    task = asyncio.create_task(platform.run())
    await discord_server.gateway.wait_for(identified=1)
    await discord_server.asks("para 4")
    await discord_server.rest.until(lambda: discord_server.rest.sent_to("/messages"))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    sending.until.set()
    assert "stopped before every answer was given" in caplog.text


async def test_sigterm_ends_the_program_with_0_after_the_answer(discord_server):
    sending = Hold(asyncio.Event())
    discord_server.rest.faults.add("POST", "/messages", sending)
    process = await verbatim("run", **environment(discord_server))
    await discord_server.gateway.wait_for(identified=1)
    await discord_server.asks("is the xylophone in para 4?")
    await discord_server.rest.until(lambda: discord_server.rest.sent_to("/messages"))
    process.send_signal(signal.SIGTERM)
    sending.until.set()
    code, out, err = await outcome(process)
    assert (code, out) == (0, "")
    assert len(discord_server.board.seen) == 1
    assert "xylophone" not in err
    assert "Traceback" not in err


async def test_a_wrong_token_ends_the_program_with_2_and_one_line(discord_server):
    environ = environment(discord_server) | {"VERBATIM_DISCORD__TOKEN": "wrong"}
    code, out, err = await outcome(await verbatim("run", **environ))
    assert (code, out) == (2, "")
    (line,) = (line for line in err.splitlines() if "INFO" not in line)
    assert line == (
        "Discord refuses the token: set VERBATIM_DISCORD__TOKEN to the one at"
        " https://discord.com/developers/applications, Bot."
    )


def test_without_a_token_there_is_no_discord(dispatcher):
    assert build_platforms(Settings(), dispatcher) == []


def test_with_a_token_there_is(dispatcher, monkeypatch):
    monkeypatch.setenv("VERBATIM_DISCORD__TOKEN", "t")
    assert [p.name for p in build_platforms(Settings(), dispatcher)] == ["discord"]
