"""How the bot logs: structured lines for people or for machines, on standard error."""

import logging
import sys
from typing import Any

import structlog


def set_up_logs(form: str, level: str) -> None:
    """`console` or `json`; libraries log through the same door from warning on."""
    number = getattr(logging, level.upper())
    renderer = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    told: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*told, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    door = logging.StreamHandler(sys.stderr)
    door.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=[*told, _with_its_name]))
    logging.basicConfig(handlers=[door], level=max(number, logging.WARNING))
    logging.getLogger("slack_sdk.web.base_client").setLevel(logging.CRITICAL)  # each failed call is told by who made it


def _with_its_name(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Which library speaks."""
    return {**event, "logger": event["_record"].name}
