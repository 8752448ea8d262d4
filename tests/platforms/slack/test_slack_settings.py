"""Settings of a workspace: chosen in menus by its admins, kept, and obeyed."""

import pytest

from bot.domain.storage import SpaceSettings
from tests.slack_server import Fault, Payloads, SlackServer
from tests.slack_server.block_rules import VIEW_BLOCKS, problems
from tests.slack_server.reading import asides, buttons, heading

pytestmark = pytest.mark.usefixtures("bot")
KEY = "slack:T0001"


@pytest.fixture
def kept(dispatcher):
    async def settings():
        return await dispatcher.desk.store.space_settings(KEY)

    return settings


@pytest.fixture
def chosen(dispatcher):
    """Settings of the workspace, kept before anybody asks."""

    async def keep(**settings):
        await dispatcher.desk.store.save_space_settings(KEY, SpaceSettings(**settings))

    return keep


def menus(blocks: list[dict]) -> dict[str, dict]:
    found = [block["accessory"] for block in blocks if "accessory" in block]
    return {menu["action_id"]: menu for menu in found if menu["type"] != "button"}


async def published(slack: SlackServer, count: int = 1) -> dict:
    await slack.until(lambda: len(slack.called("views.publish")) == count)
    return slack.called("views.publish")[-1]["view"]


async def test_only_admins_see_the_menus(slack: SlackServer, payloads: Payloads):
    await slack.emit("events_api", payloads.opened("home"))
    everybodys = await published(slack)
    slack.admins.add("U0ADA")
    await slack.emit("events_api", payloads.opened("home"))
    admins = await published(slack, 2)
    assert menus(everybodys["blocks"]) == {}
    assert "Further paragraphs that a quotation names: 4" in str(everybodys)
    assert list(menus(admins["blocks"])) == [
        "set-default_document",
        "set-private",
        "set-channels",
        "set-in_thread",
        "set-also_limit",
        "set-language",
        "set-feedback",
    ]
    assert not problems(admins["blocks"], most=VIEW_BLOCKS)


@pytest.mark.parametrize(
    ("menu", "values", "expected"),
    [
        ("default_document", ["seoul-declaration"], SpaceSettings("seoul-declaration")),
        ("default_document", ["*"], SpaceSettings()),
        ("default_document", ["no-such-document"], SpaceSettings()),
        ("also_limit", ["0"], SpaceSettings(also_limit=0)),
        ("also_limit", ["99"], SpaceSettings()),
        ("channels", ["C0001", "C0002"], SpaceSettings(channels=("C0001", "C0002"))),
        ("channels", ["<!channel>"], SpaceSettings()),
        ("private", ["everybody"], SpaceSettings(private=False)),
        ("nonsense", ["1"], SpaceSettings()),
    ],
)
async def test_an_admin_changes_a_setting_by_one_choice(
    *, slack, bot, payloads, kept, menu, values, expected
):
    slack.admins.add("U0ADA")
    payload = payloads.chosen(f"set-{menu}", *values)
    for _ in range(2):
        await slack.emit("interactive", payload)
    await slack.until(lambda: slack.called("views.publish") and len(slack.acks) == 2)
    await bot._underway.finished(5)
    assert await kept() == expected
    view = await published(slack)
    assert not problems(view["blocks"], most=VIEW_BLOCKS)
    if expected.channels:
        assert menus(view["blocks"])["set-channels"]["initial_conversations"] == values


async def test_nobody_else_changes_a_setting(slack, payloads, kept):
    await slack.emit("interactive", payloads.chosen("set-also_limit", "0"))
    await published(slack)
    assert await kept() == SpaceSettings()


async def test_where_slack_does_not_say_who_is_an_admin_nobody_is(slack, payloads, kept):
    slack.admins.add("U0ADA")
    slack.fail("users.info", Fault("missing_scope"))
    await slack.emit("interactive", payloads.chosen("set-also_limit", "0"))
    await published(slack)
    assert await kept() == SpaceSettings()


async def test_an_admin_changes_settings_in_a_message_too(slack, payloads, kept):
    slack.admins.add("U0ADA")
    await slack.emit("slash_commands", payloads.command("/verbatim", "settings"))
    await slack.until(lambda: slack.responses["first"])
    (panel,) = slack.responses["first"]
    assert panel["response_type"] == "ephemeral"
    assert "set-feedback" in menus(panel["blocks"])
    assert "Helpful / not helpful buttons: Shown" in panel["text"]
    await slack.emit("interactive", payloads.chosen("set-feedback", "off", message="panel"))
    await slack.until(lambda: slack.responses["panel"])
    (changed,) = slack.responses["panel"]
    assert (changed["replace_original"], changed["response_type"]) == (True, "ephemeral")
    assert menus(changed["blocks"])["set-feedback"]["initial_option"]["value"] == "off"
    assert not (await kept()).feedback


async def test_a_refusal_leaves_the_message_in_its_place(slack, payloads):
    await slack.emit("interactive", payloads.chosen("set-feedback", "off", message="panel"))
    await slack.until(lambda: slack.responses["panel"])
    (refusal,) = slack.responses["panel"]
    assert refusal["replace_original"] is False
    assert "Only those who manage" in refusal["text"]


async def test_a_workspace_chooses_that_everybody_sees_answers(slack, payloads, chosen):
    await chosen(private=False)
    await slack.emit("slash_commands", payloads.command("/ask", "nurturing networks"))
    await slack.emit("slash_commands", payloads.command("/verbatim", "help", reply="help"))
    await slack.until(lambda: slack.responses["first"] and slack.responses["help"])
    (answer,), (help_text,) = slack.responses["first"], slack.responses["help"]
    assert answer["response_type"] == "in_channel"
    assert asides(answer)[0] == "ada asked: nurturing networks"
    assert heading(answer) == "Seoul Declaration · Paragraph 4"
    assert "Delete" in buttons(answer)
    assert help_text["response_type"] == "ephemeral"


async def test_a_mention_elsewhere_gets_a_word_for_the_asker_alone(slack, payloads, chosen):
    await chosen(channels=("C7777",))
    await slack.emit("events_api", payloads.mention("nurturing networks"))
    await slack.until(lambda: slack.called("chat.postEphemeral"))
    (note,) = slack.called("chat.postEphemeral")
    assert note["user"] == "U0ADA"
    assert note["text"].startswith("Here I answer mentions only in <#C7777>.")
    assert not slack.called("chat.postMessage")


async def test_who_goes_on_mentioning_the_bot_elsewhere_is_told_once(slack, payloads, chosen):
    await chosen(channels=("C7777",))
    for user in ("U0ADA", "U0ADA", "U0ADA", "U0BOB"):
        await slack.emit("events_api", payloads.mention("nurturing networks", user=user))
    await slack.until(lambda: len(slack.called("chat.postEphemeral")) == 2)
    assert [note["user"] for note in slack.called("chat.postEphemeral")] == ["U0ADA", "U0BOB"]


async def test_that_nobody_can_be_told_ends_in_the_log_alone(slack, payloads, chosen, caplog):
    caplog.set_level("INFO")
    await chosen(channels=("C7777",))
    slack.fail("chat.postEphemeral", Fault("user_not_in_channel"))
    for user in ("U0ADA", "U0BOB"):
        await slack.emit("events_api", payloads.mention("nurturing networks", user=user))
    await slack.until(lambda: slack.called("chat.postEphemeral"))
    reasons = [r.reason for r in caplog.records if r.message == "person not told"]
    assert reasons == ["user_not_in_channel"]


@pytest.mark.parametrize(
    ("in_thread", "thread", "expected"),
    [(False, "", ""), (False, "1790000000.000001", "1790000000.000001"), (True, "", "own")],
)
async def test_a_workspace_chooses_where_a_mention_is_answered(
    *, slack, payloads, chosen, in_thread, thread, expected
):
    await chosen(in_thread=in_thread)
    more = {"thread_ts": thread} if thread else {}
    payload = payloads.mention("nurturing networks", **more)
    await slack.emit("events_api", payload)
    await slack.until(lambda: slack.called("chat.postMessage"))
    (post,) = slack.called("chat.postMessage")
    own = payload["event"]["ts"]
    assert (post.get("thread_ts") or "") == (own if expected == "own" else expected)


async def test_what_somebody_looked_for_is_kept_after_not_helpful(slack, payloads, dispatcher):
    press = payloads.press("v1:n:U0ADA:seoul-declaration#4")
    await slack.emit("interactive", press)
    await slack.until(lambda: slack.responses["pressed"])
    (thanks,) = slack.responses["pressed"]
    tell = buttons(thanks)["What were you looking for?"]
    await slack.emit("interactive", payloads.press(tell, private=True))
    await slack.until(lambda: slack.called("views.open"))
    (form,) = slack.called("views.open")
    paragraph = form["view"]["private_metadata"]
    for _ in range(2):
        envelope = await slack.emit("interactive", payloads.wish(paragraph, "fines"))
        await slack.until(lambda sent=envelope: sent in slack.acks)
    assert "It was kept, without your name." in str(slack.acks[envelope][1]["view"])
    (feedback,) = dispatcher.desk.store.feedback
    assert (feedback.paragraph, feedback.wanted) == ("seoul-declaration#4", "fines")


async def test_a_made_up_form_is_refused(slack, payloads, dispatcher):
    envelope = await slack.emit("interactive", payloads.wish("nonsense", "fines"))
    await slack.until(lambda: envelope in slack.acks)
    assert "not one that I know" in str(slack.acks[envelope][1]["view"])
    assert dispatcher.desk.store.feedback == ()


async def test_where_feedback_was_switched_off_no_form_is_opened(slack, payloads, chosen):
    await chosen(feedback=False)
    await slack.emit("interactive", payloads.press("v1:t:U0ADA:seoul-declaration#4", private=True))
    await slack.until(lambda: slack.responses["pressed"])
    (told,) = slack.responses["pressed"]
    assert (told["response_type"], told["text"]) == ("ephemeral", "Feedback is switched off here.")
    assert not slack.called("views.open")


async def test_a_form_that_slack_does_not_open_ends_in_the_log_alone(slack, payloads, caplog):
    slack.fail("views.open", Fault("expired_trigger_id"))
    for _ in range(2):
        await slack.emit("interactive", payloads.press("v1:t:U0ADA:seoul-declaration#4"))
    await slack.until(lambda: slack.called("views.open"))
    reasons = [r.reason for r in caplog.records if r.message == "modal not shown"]
    assert reasons == ["expired_trigger_id"]


async def test_somebody_is_forgotten_from_a_message_and_from_the_home(slack, payloads, dispatcher):
    await slack.emit("interactive", payloads.press("v1:h:U0ADA:seoul-declaration#4"))
    await slack.until(lambda: slack.responses["pressed"])
    await slack.emit("slash_commands", payloads.command("/verbatim", "privacy"))
    await slack.until(lambda: slack.responses["first"])
    forget = buttons(slack.responses["first"][0])["Forget me"]
    await slack.emit("interactive", payloads.press(forget, private=True, reply="forgotten"))
    await slack.until(lambda: slack.responses["forgotten"])
    assert "Verdicts of yours that were deleted: 1." in slack.responses["forgotten"][0]["text"]
    await slack.emit("interactive", payloads.press_in_view(forget))
    await slack.until(lambda: slack.called("views.open"))
    assert "Nothing is kept of you here." in str(slack.called("views.open")[0]["view"])
    assert dispatcher.desk.store.feedback == ()


async def test_a_verdict_pressed_in_a_view_where_there_is_none_does_nothing(slack, bot, payloads):
    await slack.emit("interactive", payloads.press_in_view("v1:h:U0ADA:seoul-declaration#4"))
    await slack.until(lambda: slack.acks)
    assert await bot._underway.finished(5)
    assert not slack.called("views.update")
    assert not slack.called("views.open")
