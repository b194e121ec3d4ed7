"""How and where material travels: TRF-01 (channel) and EXP-02 (destination)."""

from collections.abc import Iterable
from datetime import date

from bot.domain.checks.keepers import data_owner_of, holders_of
from bot.domain.checks.place import no_country
from bot.domain.checks.verdicts import Case, Fix, FixField, Verdict, does_not_apply, fails, passed, unknown, until_in
from bot.domain.countries import country_words
from bot.domain.dates import day_words
from bot.domain.register import ExportRecord, TransferChannel
from bot.domain.vocabulary import Role, class_words


def channel_is_approved(case: Case) -> Verdict:
    """TRF-01: H if the asset's class is above what the channel is approved for."""
    channel, asset = case.facts.channel, case.asset
    used = {"channel.max_class": channel.max_class, "asset.class": asset.asset_class}
    security = holders_of(case, Role.SECURITY_OFFICER)
    if channel.max_class is None:
        return unknown(
            f"up to which class {channel.name} is approved", f"Ask {security} to record it, or use another channel.", used=used
        )
    if asset.asset_class is None:
        return unknown(
            f"the class of {asset.id}", f"Ask {data_owner_of(case)} to classify it.", used=used, kept_by=asset.data_owner
        )
    if asset.asset_class > channel.max_class:
        good = channels_for(case.facts.register.channels, asset.asset_class)
        best = channels_for(good, case.facts.highest_class) or good
        use = " or ".join(one.name for one in good)
        return fails(
            f"{channel.name} is approved up to {class_words(channel.max_class)}; {asset.id} is {class_words(asset.asset_class)}.",
            f"Use {use} instead." if use else f"Ask {security} for a channel that is approved for this class.",
            used=used,
        ).mended_by(Fix(FixField.CHANNEL, best[0].id, f"Use {best[0].name} instead") if best else None)
    return passed(used=used)


def channels_for(channels: Iterable[TransferChannel], rank: int) -> list[TransferChannel]:
    """The channels good for this class, lowest sufficient first."""
    good = (channel for channel in channels if channel.max_class is not None and channel.max_class >= rank)
    return sorted(good, key=lambda channel: (channel.max_class or 0, channel.name, channel.id))


def destination_is_allowed(case: Case) -> Verdict:
    """EXP-02: H if a country of the work needs a licence and none recorded for it reaches the window's end."""
    export, countries = case.asset.export, case.facts.countries
    used, officer = {"asset.export": export, "countries": list(countries)}, holders_of(case, Role.EXPORT_CONTROL_OFFICER)
    if export is None:
        return does_not_apply(used=used)
    if export.licence_required is None:
        ask = f"Ask {data_owner_of(case)} to record them, or that there are none; {officer} knows."
        return unknown(
            f"which countries need an export licence for {case.asset.id}", ask, used=used, kept_by=case.asset.data_owner
        )
    if unlicensed := [country for country in countries if country and _needs_licence(case, export, country)]:
        names = " and ".join(country_words(country) for country in sorted(unlicensed))
        words = f"An export licence is needed for {names}, and none reaches your last day."
        until = min(_licensed_until(export, country) for country in unlicensed)
        remedy = f"Do not send anything; ask {officer}, who can get a licence."
        if until >= case.facts.window.start_on:
            remedy = f"Ask until {day_words(until)}, which the licence reaches; or ask {officer}, who can get another."
        return fails(words, remedy, used=used).mended_by(until_in(case.facts.window, until))
    if None in countries:
        return no_country(case, used)
    return passed(used=used)


def _needs_licence(case: Case, export: ExportRecord, country: str) -> bool:
    if country not in (export.licence_required or ()):
        return False
    return _licensed_until(export, country) < case.facts.window.end_on


def _licensed_until(export: ExportRecord, country: str) -> date:
    return max((licence.until for licence in export.licences if licence.country == country), default=date.min)
