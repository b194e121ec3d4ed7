"""`ringfence vendor`: what a vendor could be given today, by class or of one asset; as `/ip-check` tells it in Slack."""

import json
from collections.abc import Sequence

import typer

from bot.application.context import Context
from bot.application.requests.check_vendor import Named, Understood, check_vendor, find_meant
from bot.application.requests.show_outlook import OutlookView, show_outlook
from bot.bootstrap import open_context
from bot.commands.cli import refusals, settings_to_read
from bot.console.outlook import as_json as outlook_as_json
from bot.console.outlook import print_outlook
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.domain.typed_words import words_typed
from bot.domain.words_meant import Meant

ASKER = Member("command line", "The command line", ())
MOST_NAMED = 8


def show_vendor(words: Sequence[str], asset: str, *, as_json: bool) -> None:
    with refusals(), open_context(settings_to_read()) as context:
        view = _outlook(context, words_typed(" ".join(words)), words_typed(asset))
    if as_json:
        typer.echo(json.dumps(outlook_as_json(view), indent=2))
    else:
        print_outlook(view)


def _outlook(context: Context, vendor: list[str], asset: list[str]) -> OutlookView:
    meant = _one_of(find_meant(context, [*vendor, *asset]), " ".join([*vendor, *asset]))
    if asset and meant.asset is None:
        raise Refusal(
            "unknown_record", f"The register knows no material called {' '.join(asset)}; give its id or a part of its name."
        )
    return show_outlook(check_vendor(context, ASKER, meant, needs_binding=False))


def _one_of(found: Understood, said: str) -> Meant:
    """What is meant for sure; else refused with what may be meant."""
    if found.is_sure:
        return found.named[0].meant
    unknown = f"nothing is called {' or '.join(found.unknown)}" if found.unknown else f"{said} may mean several"
    if not found.named:
        raise Refusal("unknown_record", f"The register knows no vendor called {said}; give its id or a part of its name.")
    named = ", ".join(map(_named, found.named[:MOST_NAMED]))
    more = f" and {len(found.named) - MOST_NAMED} more" if len(found.named) > MOST_NAMED else ""
    raise Refusal("unknown_record", f"{unknown[:1].upper()}{unknown[1:]}; did you mean {named}{more}? Give the id.")


def _named(one: Named) -> str:
    asset = f" with {one.asset} ({one.meant.asset})" if one.meant.asset else ""
    return f"{one.vendor} ({one.meant.vendor}){asset}"
