"""The board page: columns by status, and a card page where a person comments and moves. Plain forms, no script."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.local.jira.auth import site_of
from bot.local.jira.board import PRIORITIES, Board, Issue
from bot.local.jira.fields import EMPTY, SHORT

PERSON = "You, at the board"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"


class Pages:
    """What a person sees of the board, and does there."""

    def __init__(self, board: Board) -> None:
        self._board = board
        loader = FileSystemLoader(Path(__file__).parent / "templates")
        self._templates = Environment(loader=loader, autoescape=select_autoescape())
        self._templates.filters["day"] = _day
        self._templates.filters["drawable"] = _drawable
        self._templates.filters["words"] = _words

    def routes(self) -> list[Route]:
        return [
            Route("/", self._home),
            Route("/board", self._show_board),
            Route("/browse/{key}", self._show_card),
            Route("/browse/{key}/comment", self._comment, methods=["POST"]),
            Route("/browse/{key}/comment/{comment}", self._change_comment, methods=["POST"]),
            Route("/browse/{key}/move", self._move, methods=["POST"]),
            Route("/browse/{key}/project", self._move_to_project, methods=["POST"]),
            Route("/browse/{key}/delete", self._delete, methods=["POST"]),
            Route("/browse/{key}/finding", self._add_finding, methods=["POST"]),
        ]

    async def _home(self, request: Request) -> Response:
        return RedirectResponse(f"{site_of(request)}/board", 303)

    async def _show_board(self, request: Request) -> Response:
        columns = {status: [issue for issue in self._board.issues if issue.status == status] for status in self._board.statuses}
        return self._page(request, "board.html", columns=columns, total=len(self._board.issues))

    async def _show_card(self, request: Request) -> Response:
        issue = self._issue(request)
        return self._page(request, "card.html", issue=issue, reachable=self._board.reachable(issue), priorities=PRIORITIES)

    async def _comment(self, request: Request) -> Response:
        issue, text = self._issue(request), await _field(request, "text")
        if text:
            internal = await _field(request, "internal")
            self._board.comment(issue, self._board.text(text), by=PERSON, public=not internal)
        return RedirectResponse(f"{site_of(request)}/browse/{issue.key}#comments", 303)

    async def _move(self, request: Request) -> Response:
        issue, status = self._issue(request), await _field(request, "status")
        if status in self._board.reachable(issue):
            self._board.move(issue, status, by=PERSON)
        return RedirectResponse(f"{site_of(request)}/browse/{issue.key}", 303)

    async def _change_comment(self, request: Request) -> Response:
        """Another text for it; without any it goes."""
        issue, text = self._issue(request), await _field(request, "text")
        comment = next((one for one in issue.comments if one.ident == request.path_params["comment"]), None)
        if comment is not None and text:
            self._board.edit_comment(issue, comment, self._board.text(text), by=PERSON)
        elif comment is not None:
            self._board.delete_comment(issue, comment, by=PERSON)
        return RedirectResponse(f"{site_of(request)}/browse/{issue.key}#comments", 303)

    async def _move_to_project(self, request: Request) -> Response:
        issue, project = self._issue(request), await _field(request, "project")
        if project in self._board.projects and project != issue.project:
            self._board.move_to_project(issue, project, by=PERSON)
        return RedirectResponse(f"{site_of(request)}/browse/{issue.key}", 303)

    async def _delete(self, request: Request) -> Response:
        issue, sure = self._issue(request), await _field(request, "sure")
        if sure:
            self._board.delete(issue, by=PERSON)
        return RedirectResponse(f"{site_of(request)}/{'board' if sure else f'browse/{issue.key}'}", 303)

    async def _add_finding(self, request: Request) -> Response:
        """A new issue of the type Finding, linked with this one."""
        issue, summary, priority = self._issue(request), await _field(request, "summary"), await _field(request, "priority")
        if summary and priority in PRIORITIES:
            given = {**EMPTY, "summary": " ".join(summary.split())[:SHORT], "priority": {"name": priority}}
            found = self._board.create(issue.project, issue_type="Finding", fields=given, by=PERSON)
            self._board.link(issue, found, {"name": "Relates"}, by=PERSON)
        return RedirectResponse(f"{site_of(request)}/browse/{issue.key}", 303)

    def _issue(self, request: Request) -> Issue:
        issue = self._board.get(request.path_params["key"])
        if issue is None:
            raise HTTPException(404, "There is no such card.")
        return issue

    def _page(self, request: Request, name: str, **values: Any) -> Response:
        values |= {"root": request.scope["root_path"], "names": self._board.projects, "first": self._board.statuses[0]}
        words = self._templates.get_template(name).render(**values)
        return HTMLResponse(words, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})


async def _field(request: Request, name: str) -> str:
    """One field of a form that was sent from this page and from no other."""
    origin = request.headers.get("origin")
    if origin and origin != f"{request.url.scheme}://{request.url.netloc}":
        raise HTTPException(403, "This form was not sent from the board.")
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    return form.get(name, [""])[0].strip()


def _day(value: str | None) -> str:
    """A date as people write it, 5 March 2027."""
    if not value:
        return "none"
    day = date.fromisoformat(value)
    return f"{day.day} {day:%B %Y}"


def _words(node: Any) -> str:
    """Of a node that no text stands in: what its attributes say."""
    attrs = node.get("attrs") or {}
    if "timestamp" in attrs:
        return datetime.fromtimestamp(int(attrs["timestamp"]) / 1000, UTC).date().isoformat()
    return str(next((attrs[name] for name in ("text", "url", "alt", "shortName", "id") if attrs.get(name)), node["type"]))


def _drawable(text: Any) -> Any:
    """A document as it is; wiki text as its lines."""
    if not isinstance(text, str):
        return text or {"content": []}
    lines = ({"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in text.splitlines() if line.strip())
    return {"type": "doc", "content": list(lines)}
