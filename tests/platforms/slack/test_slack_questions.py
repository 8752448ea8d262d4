"""People ask on Slack; the bot answers, once, where it was asked."""

from bot.platforms.slack.platform import SlackPlatform
from slack_server import Payloads, SlackServer


def quoted(payload: dict) -> str:
    """Return the text that a message quotes, joined."""
    return "".join(
        element["text"]
        for block in payload.get("blocks", [])
        if block["type"] == "rich_text"
        for element in block["elements"][0]["elements"]
    )


async def test_a_mention_is_answered_in_its_thread(bot, slack: SlackServer, payloads: Payloads):
    event = payloads.mention("paragraph 9")
    await slack.emit("events_api", event)
    await slack.until(lambda: slack.posts)
    (post,) = slack.posts
    assert post["channel"] == "C0001"
    assert post["thread_ts"] == event["event"]["ts"]
    assert quoted(post).startswith("Acknowledging the value of AI Summit")
    assert post["text"].startswith("Seoul Declaration · Paragraph 9")
    assert post["unfurl_links"] in {False, "false", "0", 0}
