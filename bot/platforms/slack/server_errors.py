"""Trying again where Slack's own server fails."""

from slack_sdk.http_retry.builtin_async_handlers import AsyncServerErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState


class ServerErrorRetryHandler(AsyncServerErrorRetryHandler):
    """Like Slack's own, which leaves out what a gateway says: 502 and 504."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - these names are the SDK's
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        return response is not None and response.status_code in {500, 502, 503, 504}
