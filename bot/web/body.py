"""What somebody sends to the web part, taken in up to a limit and not looked into."""

from starlette.requests import Request


async def read_body(request: Request, most: int) -> bytes | None:
    """The bytes that were sent, or None as soon as they are more than `most`; a length is not believed, and may be missing."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)
