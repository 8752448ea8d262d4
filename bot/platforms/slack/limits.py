"""What Slack accepts at most; each limit with its source."""

MESSAGE_BLOCKS = 50
"""Blocks in a message: docs.slack.dev/reference/block-kit/blocks."""
VIEW_BLOCKS = 100
"""Blocks in a modal or a home tab: docs.slack.dev/reference/block-kit/blocks."""
SECTION_TEXT = 3_000
"""Characters of a section's text; our quotations keep to it too, though rich text need not."""
HEADER_TEXT = 150
"""Characters of a header: docs.slack.dev/reference/block-kit/blocks/header-block."""
LABEL = 75
"""Characters of a button's label and of an option's text."""
BUTTON_VALUE = 2_000
"""Characters of a button's value: docs.slack.dev/reference/block-kit, button element."""
MESSAGE_JSON = 11_000
"""Characters of a message's blocks as JSON. Slack refuses some 12,000 characters of text and its
containers with `msg_blocks_too_long` and does not say how it counts
(github.com/slackapi/bolt-js/issues/2509 and 2867); counting all of the JSON is the safe side."""
TOP_LEVEL_TEXT = 4_000
"""Characters that Slack advises for a message's `text`: docs.slack.dev, chat.postMessage."""
RESPONSES = 5
"""How often a response_url answers, within 30 minutes: docs.slack.dev, user interaction."""
OPTIONS = 100
"""Options of a select menu."""
OPTION_VALUE = 150
"""Characters of an option's value."""
PROMPTS = 4
"""Prompts suggested to somebody who opens the agent's tab."""
MODAL_TITLE = 24
"""Characters of a modal's title: docs.slack.dev/reference/views/modal-views."""
SUBMIT = 24
"""Characters of a modal's buttons `submit` and `close`: same page."""
MODAL_INPUT = 3_000
"""Characters of a plain text input."""
