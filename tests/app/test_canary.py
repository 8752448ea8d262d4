"""A question with words that stand nowhere else is asked in every way, at DEBUG; none is logged."""

import json
import signal
from datetime import datetime, timedelta

from tests.discord_server import GENERAL, Drop, Status
from tests.discord_server.faults import too_many
from tests.discord_server.server import MESSAGE_COMMAND, in_direct_messages
from tests.discord_server.world import ANA, BOT, snowflake
from tests.processes import Bot, running, with_discord, with_slack
from tests.slack_server import Fault
from tests.slack_server.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.waiting import until

CANARY = "Xylophone quetzal"
QUESTION = f"{CANARY}: which rules apply?"
MODAL_SUBMIT, UNKNOWN = 5, 77
LOUD = {"VERBATIM_LOG__LEVEL": "DEBUG", "PYTHONASYNCIODEBUG": "1"}


def told(bot: Bot, *secrets: str) -> list[str]:
    """Return the lines of the log that hold a word of the question, or a secret."""
    words = [*CANARY.casefold().split(), *map(str.casefold, secrets)]
    return [line for line in bot.lines if any(word in line.casefold() for word in words)]


async def test_no_way_to_ask_on_discord_leaves_a_word_in_the_log(discord_server, unused_tcp_port):
    settings = with_discord(discord_server) | LOUD
    async with running(unused_tcp_port, settings) as bot:
        await bot.gives("/readyz", 200)
        await ask_on_discord(discord_server)
        await fail_on_discord(discord_server)
        await bot.logs("not delivered")
        await bot.logs("10062")
        await break_discord(discord_server, bot)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended(30) == 0
    assert bot.log.count("answered") >= 8
    assert told(bot, discord_server.token, "interaction-") == []


async def ask_on_discord(discord):
    """Ask by command, menu, mention, edit, direct message and while typing; press every button."""
    board = discord.board
    await discord.uses("ask", question=QUESTION)
    await discord.uses("ask", question=QUESTION, private=True)
    await discord.uses("paragraph", number=QUESTION)
    await discord.types("ask", "question", QUESTION)
    await discord.types("paragraph", "number", QUESTION, document=CANARY)
    written = await discord.asks(QUESTION)
    await discord.opens_menu(written)
    await discord.whispers(QUESTION)
    await edit(discord, await discord.says(QUESTION), f"<@{BOT}> {QUESTION}")
    await discord.asks("paragraph 4")
    await board.wait(8)
    answer = next(seen for seen in board.seen if "Helpful" in seen.buttons)
    for label in ("Helpful", "Not helpful"):
        await discord.presses(answer, label)
    await discord.presses(answer, code=f"v1:s:{CANARY}:{CANARY}")
    await discord.presses(answer, code=CANARY)
    discord.place = in_direct_messages
    await discord.uses("ask", question=QUESTION)
    await submit_form(discord)
    await board.until(lambda: len(board.seen) >= 13)


async def edit(discord, written, text):
    at = datetime.fromisoformat(written["timestamp"]) + timedelta(minutes=1)
    changed = {"content": text, "edited_timestamp": at.isoformat()}
    await discord.gateway.send("MESSAGE_UPDATE", {**written, **changed})


async def submit_form(discord):
    """Send back a form, one that the bot may have shown or one that somebody made up."""
    field = {"type": 4, "id": 2, "custom_id": "wanted", "value": QUESTION}
    rows = [{"type": 1, "id": 1, "components": [field]}]
    for code in (f"v1:t:{CANARY}", "v1:t::sample#4"):
        data = {"custom_id": code, "components": rows}
        await discord._interacts(MODAL_SUBMIT, ANA, data)


async def fail_on_discord(discord):
    """Let answers fail in every way that Discord has, with the question in its error."""
    path = f"/channels/{GENERAL}/messages"
    quoting = {"message": QUESTION, "code": 50035, "errors": {"content": {"_errors": [QUESTION]}}}
    faults = [Status(400, 50035, quoting), Status(403, 50013), Status(501), too_many(0.01), Drop()]
    discord.rest.faults.add("POST", path, *faults)
    for number in range(len(faults)):
        await discord.asks(f"{QUESTION} {number}")
    await until(lambda: not discord.rest.faults.waiting)
    discord.rest.faults.add("POST", "/callback", Status(400, 50035, quoting), Drop())
    for _ in range(2):
        await discord.uses("ask", question=QUESTION)
    await until(lambda: not discord.rest.faults.waiting)
    await discord.uses("ask", question=QUESTION, age=3.5)
    await discord.uses(CANARY, question=QUESTION)
    await discord.uses("ask", question=[QUESTION])
    late = {"id": str(snowflake()), "name": CANARY, "type": MESSAGE_COMMAND, "target_id": "1"}
    await discord._interacts(2, ANA, late)


async def break_discord(discord, bot):
    """Send what Discord never would."""
    await discord.gateway.send(CANARY.upper(), {"content": QUESTION})
    await discord._interacts(UNKNOWN, ANA, {"custom_id": QUESTION})
    await discord.gateway.send("MESSAGE_CREATE", {"id": "1", "content": QUESTION})
    await bot.logs("platform broke")
    await discord.gateway.wait_for(identified=2)


async def test_no_way_to_ask_on_slack_leaves_a_word_in_the_log(slack, payloads, unused_tcp_port):
    settings = with_slack(slack) | LOUD | {"VERBATIM_LOG__FORMAT": "json"}
    async with running(unused_tcp_port, settings) as bot:
        await bot.gives("/readyz", 200)
        for kind, payload in asked_on_slack(payloads):
            await slack.emit(kind, payload)
        await slack.until(lambda: len(slack.posts) >= 2 and slack.called("views.publish"))
        await slack.until(lambda: slack.responses["shortcut"] and slack.responses["first"])
        await fail_on_slack(slack, payloads)
        for text in (f'{{"{CANARY}', json.dumps({"type": CANARY}), CANARY, json.dumps([QUESTION])):
            await slack.open_sockets[0].send_str(text)
        await slack.open_sockets[0].send_bytes(QUESTION.encode())
        before = len(slack.posts)
        await slack.emit("events_api", payloads.mention("paragraph 4"))
        await slack.until(lambda: len(slack.posts) > before)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended(30) == 0
    assert bot.log.count("answered") >= 8
    assert told(bot, BOT_TOKEN, APP_TOKEN, "/response/") == []


def asked_on_slack(payloads):
    """Ask by command, mention, direct message, shortcut and form; press; open the home."""
    yield "slash_commands", payloads.command("/ask", QUESTION)
    yield "slash_commands", payloads.command("/verbatim", f"search {QUESTION}")
    yield "slash_commands", payloads.command(f"/{CANARY}", QUESTION)
    yield "events_api", payloads.mention(QUESTION)
    yield "events_api", payloads.direct(QUESTION)
    yield "events_api", payloads.direct(QUESTION, subtype="message_changed")
    yield "events_api", payloads.direct(QUESTION, subtype=CANARY)
    yield "events_api", payloads.event({"type": CANARY, "text": QUESTION})
    yield "events_api", payloads.opened("home")
    yield "interactive", payloads.message_shortcut(QUESTION)
    yield "interactive", payloads.global_shortcut()
    yield "interactive", payloads.submission(QUESTION)
    yield "interactive", payloads.submission(QUESTION, document=CANARY)
    yield "interactive", payloads.press(f"v1:h:U0ADA:sample#4\nask\n{QUESTION}")
    yield "interactive", payloads.press(f"v1:p:U0ADA:sample#4\nask\n{QUESTION}")
    yield "interactive", payloads.wish("sample#4", QUESTION)
    yield "interactive", payloads.press(CANARY)
    yield "interactive", payloads.chosen("set-document", CANARY)
    yield "interactive", {**payloads.press(CANARY), "actions": [{"action_id": CANARY}]}
    yield "interactive", {"type": CANARY, "text": QUESTION}
    yield CANARY, {"text": QUESTION}


async def fail_on_slack(slack, payloads):
    """Let answers fail in every way that Slack has."""
    faults = [Fault(CANARY), Fault(status=500), Fault(status=429, retry_after=0), Fault("fatal")]
    for fault in faults:
        slack.fail("chat.postMessage", fault)
        await slack.emit("events_api", payloads.mention(QUESTION))
        await until(lambda: not slack.faults["chat.postMessage"])
    slack.fail("response", Fault(status=503), Fault(status=400))
    slack.fail("views.open", Fault(CANARY))
    slack.fail("views.publish", Fault(CANARY))
    slack.fail("users.info", Fault(CANARY))
    await slack.emit("slash_commands", payloads.command("/ask", QUESTION, reply="failing"))
    await slack.emit("interactive", payloads.global_shortcut())
    await slack.emit("events_api", payloads.opened("home"))
    await slack.emit("interactive", payloads.press_in_view(f"v1:s:U0ADA:{CANARY}#1"))
    await until(lambda: not any(slack.faults.values()))


async def test_no_way_to_ask_over_http_leaves_a_word_in_the_log(
    slack, payloads, unused_tcp_port, unused_tcp_port_factory
):
    port = unused_tcp_port_factory()
    settings = with_slack(slack) | LOUD | {"VERBATIM_SLACK__PORT": str(port)}
    del settings["VERBATIM_SLACK__APP_TOKEN"]
    settings["VERBATIM_SLACK__SIGNING_SECRET"] = SIGNING_SECRET
    address = f"http://127.0.0.1:{port}/slack/events"
    async with running(unused_tcp_port, settings) as bot:
        await bot.gives("/readyz", 200)
        await slack.deliver(address, payloads.mention(QUESTION))
        await slack.deliver(address, payloads.command("/ask", QUESTION), form=True)
        form = {"payload": json.dumps(payloads.submission(QUESTION))}
        await slack.deliver(address, form, form=True)
        for body in malformed(payloads):
            await slack.deliver(address, body)
            await slack.deliver(address, body, form=True)
            await slack.deliver(address, body, secret=CANARY)
        await slack.deliver(f"{address}/{CANARY}?{CANARY}", payloads.mention(QUESTION))
        await slack.until(lambda: slack.posts and slack.responses["first"])
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended(30) == 0
    assert bot.log.count("answered") >= 3
    assert told(bot, BOT_TOKEN, SIGNING_SECRET) == []


def malformed(payloads):
    """Bodies that are signed and yet none that Slack would send."""
    yield QUESTION.encode()
    yield b'{"type": "' + QUESTION.encode()
    yield b"payload=" + QUESTION.encode()
    yield b"payload=%7B" + QUESTION.encode()
    yield b"\xff\xfe" + QUESTION.encode()
    yield json.dumps([QUESTION]).encode()
    yield json.dumps({"event": QUESTION, "type": "event_callback"}).encode()
    yield json.dumps({"event": {"type": QUESTION}, "type": "event_callback"}).encode()
    yield json.dumps({**payloads.mention(QUESTION), "authorizations": QUESTION}).encode()
    yield ("{" * 5_000 + QUESTION).encode()
