"""What Slack sends: events, commands, presses, shortcuts and views, each new in its ids."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from tests.slack_server.server import BOT_ID, BOT_USER, TEAM, SlackServer

USER = "U0ADA"


@dataclass
class Payloads:
    """Makes payloads; every event, message and trigger has an id of its own."""

    server: SlackServer
    team: str = TEAM
    enterprise: str | None = None
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def event(self, event: dict[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        return {
            "type": "event_callback",
            "token": "unused",
            "team_id": self.team,
            "enterprise_id": self.enterprise,
            "api_app_id": "A0001",
            "event": {"event_ts": self._ts(number), **event},
            "event_id": f"Ev{number:08}",
            "event_time": 1_790_000_000,
            "authorizations": [
                {
                    "enterprise_id": self.enterprise,
                    "team_id": self.team,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
        }

    def mention(self, text: str, channel: str = "C0001", **more: Any) -> dict[str, Any]:
        return self.event(
            {
                "type": "app_mention",
                "user": USER,
                "text": f"<@{BOT_USER}> {text}",
                "channel": channel,
                "ts": self._ts(next(self._numbers)),
                **more,
            }
        )

    def direct(self, text: str, **more: Any) -> dict[str, Any]:
        return self.event(
            {
                "type": "message",
                "channel_type": "im",
                "user": USER,
                "text": text,
                "channel": "D0001",
                "ts": self._ts(next(self._numbers)),
                **more,
            }
        )

    def opened(self, tab: str) -> dict[str, Any]:
        event = {"type": "app_home_opened", "user": USER, "channel": "D0001", "tab": tab}
        return self.event(event)

    def by_bot(self, payload: dict[str, Any]) -> dict[str, Any]:
        return {**payload, "event": {**payload["event"], "bot_id": BOT_ID, "user": BOT_USER}}

    def command(self, name: str, text: str, reply: str = "first") -> dict[str, Any]:
        return {
            "command": name,
            "text": text,
            "team_id": self.team,
            "team_domain": "example",
            "channel_id": "C9999",
            "channel_name": "elsewhere",
            "user_id": USER,
            "user_name": "ada",
            "api_app_id": "A0001",
            "is_enterprise_install": "false",
            "response_url": self.server.response_url(reply),
            "trigger_id": f"trigger.{next(self._numbers)}",
            **({"enterprise_id": self.enterprise} if self.enterprise else {}),
        }

    def press(
        self,
        value: str,
        *,
        reply: str = "pressed",
        user: str = USER,
        private: bool = False,
        thread: str = "",
        channel: str = "general",
    ) -> dict[str, Any]:
        message = {} if private else {"message": {"ts": "1790000000.000100", "thread_ts": thread}}
        return {
            **self._interaction("block_actions", user),
            "response_url": self.server.response_url(reply),
            "channel": {"id": "C0001", "name": channel},
            "container": {
                "type": "message",
                "message_ts": "1790000000.000100",
                "channel_id": "C0001",
                "is_ephemeral": private,
                **({"thread_ts": thread} if thread else {}),
            },
            "actions": [
                {"type": "button", "action_id": "press-0", "block_id": "b", "value": value}
            ],
            **message,
        }

    def press_in_view(self, value: str) -> dict[str, Any]:
        return {
            **self._interaction("block_actions", USER),
            "container": {"type": "view", "view_id": "V1"},
            "view": {"id": "V1", "type": "modal", "callback_id": ""},
            "actions": [
                {"type": "button", "action_id": "press-0", "block_id": "b", "value": value}
            ],
        }

    def chosen(self, menu: str, *values: str, message: str = "") -> dict[str, Any]:
        """A choice in a menu of the home, or of the message whose answers come under a name."""
        action: dict[str, Any] = {"action_id": menu, "block_id": "b"}
        if menu == "set-channels":
            action |= {"type": "multi_conversations_select", "selected_conversations": [*values]}
        else:
            option = {"text": {"type": "plain_text", "text": "…"}, "value": values[0]}
            action |= {"type": "static_select", "selected_option": option}
        if message:
            return {**self.press("", private=True, reply=message), "actions": [action]}
        return {
            **self._interaction("block_actions", USER),
            "container": {"type": "view", "view_id": "V2"},
            "view": {"id": "V2", "type": "home", "callback_id": ""},
            "actions": [action],
        }

    def wish(self, paragraph: str, text: str) -> dict[str, Any]:
        """The form behind "not helpful", sent in."""
        values = {"wish": {"wish": {"type": "plain_text_input", "value": text}}}
        view = {"id": "V3", "type": "modal", "callback_id": "wish_modal"}
        state = {"state": {"values": values}, "private_metadata": paragraph}
        return {**self._interaction("view_submission", USER), "view": view | state}

    def message_shortcut(self, text: str) -> dict[str, Any]:
        return {
            **self._interaction("message_action", USER),
            "callback_id": "find_paragraph",
            "response_url": self.server.response_url("shortcut"),
            "channel": {"id": "C9999", "name": "elsewhere"},
            "message": {
                "type": "message",
                "user": "U0BOB",
                "ts": "1790000000.000200",
                "text": text,
            },
            "message_ts": "1790000000.000200",
        }

    def global_shortcut(self) -> dict[str, Any]:
        return {**self._interaction("shortcut", USER), "callback_id": "ask_document"}

    def submission(self, question: str, document: str = "*") -> dict[str, Any]:
        option = {"text": {"type": "plain_text", "text": "…"}, "value": document}
        values = {
            "question": {"question": {"type": "plain_text_input", "value": question}},
            "document": {"document": {"type": "static_select", "selected_option": option}},
        }
        return {
            **self._interaction("view_submission", USER),
            "view": {
                "id": "V1",
                "type": "modal",
                "callback_id": "ask_modal",
                "state": {"values": values},
            },
        }

    def _interaction(self, kind: str, user: str) -> dict[str, Any]:
        return {
            "type": kind,
            "team": {"id": self.team, "domain": "example"},
            "enterprise": {"id": self.enterprise} if self.enterprise else None,
            "user": {"id": user, "name": "ada", "username": "ada", "team_id": self.team},
            "api_app_id": "A0001",
            "is_enterprise_install": False,
            "trigger_id": f"trigger.{next(self._numbers)}",
        }

    @staticmethod
    def _ts(number: int) -> str:
        return f"1790000000.{number:06}"
