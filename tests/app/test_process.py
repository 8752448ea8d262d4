"""`verbatim run` as people run it: signals, platforms that fail, documents that change."""

import asyncio
import signal
import socket

import pytest

from tests.discord_server import Hold
from tests.processes import running, with_discord, with_slack
from tests.slack_server import Fault
from tests.slack_server.reading import heading, quoted
from tests.sources import source_of, write_corpus
from tests.waiting import PATIENCE, until


@pytest.fixture
def both(discord_server, slack):
    return with_discord(discord_server) | with_slack(slack)


async def test_a_stopping_process_is_unready_first_and_finishes_what_is_under_way(
    both, discord_server, slack, payloads, unused_tcp_port
):
    sending = Hold(asyncio.Event())
    discord_server.rest.faults.add("POST", "/messages", sending)
    async with running(unused_tcp_port, both) as bot:
        await bot.gives("/readyz", 200)
        assert set((await bot.get("/readyz"))[1]["parts"]) == {
            "discord",
            "slack",
            "store",
            "corpus",
        }
        asked = await discord_server.asks("para 4")
        await discord_server.rest.until(lambda: discord_server.rest.sent_to("/messages"))
        bot.process.send_signal(signal.SIGTERM)
        await bot.gives("/readyz", 503)
        assert (await bot.get("/readyz"))[1]["stopping"] is True
        assert (await bot.get("/healthz"))[0] == 200
        await discord_server.asks("para 5")
        sending.until.set()
        assert await bot.ended() == 0
    assert [seen.replies_to for seen in discord_server.board.seen] == [asked["id"]]
    assert "stopping" in bot.log
    assert bot.lines[-1].endswith("INFO    stopped")


@pytest.mark.parametrize(("second", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
async def test_a_second_signal_ends_at_once(discord_server, unused_tcp_port, second, code):
    sending = Hold(asyncio.Event())
    discord_server.rest.faults.add("POST", "/messages", sending)
    async with running(unused_tcp_port, with_discord(discord_server)) as bot:
        await bot.gives("/readyz", 200)
        await discord_server.asks("para 4")
        await discord_server.rest.until(lambda: discord_server.rest.sent_to("/messages"))
        bot.process.send_signal(signal.SIGTERM)
        await bot.logs("stopping")
        bot.process.send_signal(second)
        assert await bot.ended(5) == code
    sending.until.set()


async def test_a_platform_that_fails_comes_back_and_the_other_answers_meanwhile(
    both, discord_server, slack, payloads, unused_tcp_port
):
    slack.fail("auth.test", *[Fault("internal_error")] * 2)
    async with running(unused_tcp_port, both) as bot:
        await bot.logs("platform failed platform=slack")
        await bot.gives("/readyz/discord", 200)
        assert (await bot.get("/readyz"))[0] == 503
        await discord_server.asks("para 4")
        await discord_server.board.wait(1)
        await bot.gives("/readyz", 200)
        await slack.emit("events_api", payloads.mention("paragraph 4"))
        await slack.until(lambda: slack.posts)
        told = (await bot.get("/metrics"))[1]
        assert 'verbatim_platform_reconnects_total{platform="slack"} 2.0' in told
        assert 'verbatim_ready{part="slack"} 1.0' in told
        for platform in ("discord", "slack"):
            asked = (
                f'verbatim_questions_total{{command="ask",outcome="quoted",platform="{platform}"}}'
            )
            assert f"{asked} 1.0" in told
            assert f'verbatim_answer_seconds_count{{platform="{platform}"}} 1.0' in told
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0


async def test_a_refused_platform_is_told_once_and_the_other_goes_on(
    both, discord_server, unused_tcp_port
):
    async with running(unused_tcp_port, both | {"VERBATIM_SLACK__BOT_TOKEN": "wrong"}) as bot:
        await bot.logs("platform refuses platform=slack")
        await discord_server.gateway.wait_for(identified=1)
        await discord_server.asks("para 4")
        await discord_server.board.wait(1)
        assert (await bot.get("/readyz/slack"))[0] == 503
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
    assert bot.log.count("VERBATIM_SLACK__BOT_TOKEN: Slack refuses the bot's token") == 1


async def test_where_both_are_refused_the_process_ends_with_2_and_both_lines(both, unused_tcp_port):
    wrong = {"VERBATIM_SLACK__BOT_TOKEN": "wrong", "VERBATIM_DISCORD__TOKEN": "wrong"}
    async with running(unused_tcp_port, both | wrong) as bot:
        assert await bot.ended() == 2
    last = sorted(bot.lines[-2:])
    assert last[0].startswith("Discord refuses the token")
    assert last[1].startswith("VERBATIM_SLACK__BOT_TOKEN: Slack refuses")


async def test_a_taken_port_ends_the_process_with_2_and_one_line(both):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        async with running(port, both) as bot:
            assert await bot.ended() == 2
    (line,) = bot.lines
    assert line == (
        f"VERBATIM_HEALTH__PORT: cannot listen on 127.0.0.1:{port}: Address already in use."
        " Choose another port, or 0 for none."
    )


async def test_documents_are_replaced_while_the_bot_runs_and_kept_where_they_are_broken(
    slack, payloads, unused_tcp_port, tmp_path
):
    folder = write_corpus(tmp_path / "corpus", source_of("1. Alpha rules apply."))
    (path,) = (folder / "documents").glob("*.md")
    settings = with_slack(slack) | {"VERBATIM_CORPUS_DIR": str(folder)}

    async def answer():
        before = len(slack.posts)
        await slack.emit("events_api", payloads.mention("paragraph 1"))
        await slack.until(lambda: len(slack.posts) > before)
        assert heading(slack.posts[-1]) == "Charter · Paragraph 1"
        return quoted(slack.posts[-1])

    async with running(unused_tcp_port, settings) as bot:
        await bot.gives("/readyz", 200)
        assert await answer() == "Alpha rules apply."
        path.write_text("no front matter", encoding="utf-8")
        bot.process.send_signal(signal.SIGHUP)
        await bot.logs("corpus kept")
        await bot.logs("corpus problem")
        assert path.name in bot.log
        assert await answer() == "Alpha rules apply."
        write_corpus(folder, source_of("1. Beta rules apply."))
        bot.process.send_signal(signal.SIGHUP)
        await bot.logs("corpus loaded")
        assert await answer() == "Beta rules apply."
        write_corpus(folder, source_of("1. Gamma rules apply."))  # noticed without a signal
        await until(lambda: bot.log.count("corpus loaded") >= 2, 20)
        assert await answer() == "Gamma rules apply."
        assert (await bot.get("/readyz"))[0] == 200


async def test_systemd_hears_of_the_start_the_reload_the_watchdog_and_the_end(
    slack, unused_tcp_port, tmp_path
):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(PATIENCE)

        async def hears(message):
            heard = ""
            while message not in heard:
                heard = (await asyncio.to_thread(systemd.recv, 4096)).decode()

        settings = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "200000"}
        async with running(unused_tcp_port, with_slack(slack) | settings) as bot:
            await hears("READY=1")
            assert slack.open_sockets
            await hears("WATCHDOG=1")
            bot.process.send_signal(signal.SIGHUP)
            await hears("RELOADING=1")
            await hears("READY=1")
            bot.process.send_signal(signal.SIGTERM)
            await hears("STOPPING=1")
            assert await bot.ended() == 0
