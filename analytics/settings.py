"""Every setting, its default, its unit and what it does; read from file and environment.

Precedence, later wins: the defaults below, ``<store>/settings.toml``, environment
variables ``HUITOU_<NAME>``.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from analytics.errors import HuitouError, UnknownName

Value = str | int | float | bool


class Setting(NamedTuple):
    """One setting: its name, default, unit and help."""

    name: str
    default: Value
    unit: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("store", "data/store", "path", "Folder of the store."),
    Setting("language", "auto", "code", "Language of the dashboard: auto, en or zh-CN."),
    Setting("currency", "CNY", "ISO 4217", "Currency of the money columns."),
    Setting("silence_days", 0, "days",
            "Days without trade after which a customer counts as lost; 0 suggests it from the data."),
    Setting("silence_return_chance", 0.15, "share",
            "The suggested silence threshold is where the chance of coming back falls to this."),
    Setting("silence_return_within", 180, "days", "Window in which coming back is counted."),
    Setting("contract_grace_days", 30, "days",
            "A contract not renewed within this many days after its end is a loss."),
    Setting("grade_every_months", 3, "months", "How often customers are graded."),
    Setting("grade_a_share", 0.50, "share", "Grade A ends at this cumulated share of value."),
    Setting("grade_b_share", 0.80, "share", "Grade B ends at this cumulated share of value."),
    Setting("grade_c_share", 0.95, "share", "Grade C ends at this cumulated share of value."),
    Setting("grade_rule", "value", "code",
            "What the build grades by: value, margin, or score (probability, frequency and quantity)."),
    Setting("grade_weight_probability", 1.0, "weight",
            "Weight of the chance to trade again in a score; as many stand in each grade as by value."),
    Setting("grade_weight_frequency", 1.0, "weight", "The same for the number of orders in 365 days."),
    Setting("grade_weight_quantity", 1.0, "weight", "The same for the value of twelve months."),
    Setting("discount_rate", 0.10, "share a year", "Discount rate for future value."),
    Setting("default_margin", 0.30, "share", "Gross margin where orders carry no cost."),
    Setting("buying_model", "auto", "code",
            "Model of repeat buying in lifetime value: auto, mbg_nbd, bg_nbd, pareto_nbd, or for buying by "
            "occasions bg_bb_month, bg_bb_quarter, bg_bb_year."),
    Setting("value_horizon_years", 3, "years",
            "Years to come that count in a customer's lifetime value, 1 to 10."),
    Setting("cost_to_serve", 0.0, "currency",
            "What a day on which a customer buys costs beside the goods, in lifetime value."),
    Setting("acquisition_cost", 0.0, "currency", "What winning one new customer costs, in customer equity."),
    Setting("common_cost", 0.0, "currency a year",
            "Costs that no customer causes, taken off customer equity."),
    Setting("loyalty_blank_days", 30, "days",
            "Days after a survey answer that do not count, so that exits under way are left out."),
    Setting("loyalty_horizon_days", 365, "days", "Window after the blank days in which loyalty is observed."),
    Setting("churn_horizon_days", 90, "days", "The classifier predicts loss within this many days."),
    Setting("churn_gap_days", 14, "days", "Days between the cut-off and the start of the predicted window."),
    Setting("precursor_days", 180, "days", "How long before a loss its observed precursors are looked for."),
    Setting("complaint_horizon_days", 365, "days",
            "Window after a complaint was closed, or a question about problems answered, in which buying "
            "again and staying are observed."),
    Setting("problem_recall_days", 365, "days", "How far back the survey's question about problems asks."),
    Setting("complaint_quick_days", 7, "days",
            "A complaint resolved within this many days counts as resolved quickly."),
    Setting("complaint_stake_low", 5000, "currency", "Below this amount a complaint is about a small sum."),
    Setting("complaint_stake_high", 20000, "currency", "From this amount on it is about a large one."),
    Setting("complaint_hours_identify", 24, "hours", "Service target: until the problem is confirmed."),
    Setting("complaint_hours_assess", 48, "hours", "Service target: from there until it is assessed."),
    Setting("complaint_hours_negotiate", 72, "hours", "Service target: until a settlement is agreed."),
    Setting("complaint_hours_act", 120, "hours", "Service target: until the settlement is carried out."),
    Setting("complaint_hours_close", 48, "hours", "Service target: until the case is closed."),
    Setting("complaint_hours_follow_up", 168, "hours",
            "Service target: until the customer is asked afterwards."),
    Setting("complaint_level_value", 500_000, "currency",
            "From this value of the customer on, a complaint should be owned one rank higher."),
    Setting("complaint_level_days", 7, "days",
            "Each time a complaint has been open for so many days, it should be owned one rank higher."),
    Setting("win_back_days", 270, "days", "Window after a win-back offer in which a return is counted."),
    Setting("win_back_cost", 500, "currency", "What it costs to make one lost customer an offer."),
    Setting("acquisition_costs", "", "currency",
            "What winning a customer costs by acquisition channel, such as referral=200, advertising=1500; "
            "all=800 stands for every channel not named; empty: not known."),
    Setting("complaint_prior", 26.0, "problems",
            "Problems behind each complaint where the company's own survey does not tell."),
    Setting("contact_days_a", 30, "days",
            "Contact standard: most days between contacts with customers of grade A."),
    Setting("contact_days_b", 60, "days", "Contact standard: the same for grade B."),
    Setting("contact_days_c", 90, "days", "Contact standard: the same for grade C."),
    Setting("contact_days_d", 180, "days", "Contact standard: the same for grade D."),
    Setting("senior_visit_days", 90, "days",
            "Contact standard: most days between visits of a manager or executive; 0: none are asked for."),
    Setting("senior_visit_grades", "A", "grades", "Grades whose customers they are to visit, such as AB."),
    Setting("contact_ahead_days", 14, "days",
            "So many days ahead the contact list names promises, birthdays and anniversaries."),
    Setting("contact_list_size", 10, "contacts",
            "At most so many contacts of each account manager in seven days on the contact list; 0: all."),
    Setting("file_weights", "", "weight",
            "How much fields of the customers file count in its completeness, such as birthday=0, email=3; "
            "fields not named keep their usual weight, and nought leaves a field out."),
    Setting("cost_of_visit", 300.0, "currency", "What one visit to a customer costs, for its profit."),
    Setting("cost_of_call", 20.0, "currency", "The same for one telephone call."),
    Setting("cost_of_message", 5.0, "currency", "The same for any other contact."),
    Setting("cost_of_complaint", 300.0, "currency",
            "What handling one complaint costs, beside the compensation paid."),
    Setting("cost_of_job", 0.0, "currency",
            "What one service job costs beside the cost of its order lines."),
    Setting("cost_avoidable_share", 0.5, "share",
            "Part of these unit costs that would be saved with a customer; the rest is fixed cost."),
    Setting("absorption_variant", "parts_service_rental", "code",
            "Margin that counts for the absorption rate: parts_service_rental or parts_service."),
    Setting("wallet_quantile", 0.80, "share",
            "What customers might buy is taken from this quantile of customers of the same segment and size, "
            "0.5 to 0.95."),
    Setting("workspace_url", "", "URL",
            "Database of what people write, such as postgresql+psycopg://user@host/database where several "
            "processes share it; empty: a SQLite file in the store's folder."),
    Setting("segment_folder", "", "path",
            "Folder into which the customers of a segment are written for another system, such as a CRM."),
    Setting("segment_address", "", "URL",
            "Address to which the customers of a segment are sent as JSON, such as a CRM's webhook."),
    Setting("smtp_host", "", "name", "Mail server that sends alerts; empty: they are listed only."),
    Setting("smtp_port", 587, "port", "Its port."),
    Setting("smtp_security", "starttls", "code", "How the way there is sealed: starttls, tls or none."),
    Setting("smtp_user", "", "name", "Who signs in there; empty: nobody has to."),
    Setting("smtp_password", "", "text",
            "With which password; better in the environment (HUITOU_SMTP_PASSWORD) than in a file."),
    Setting("smtp_sender", "", "address", "Whom alerts come from."),
    Setting("dashboard_address", "", "URL", "Address of the dashboard, for the link in an alert."),
    Setting("keep_builds", 5, "builds", "How many published builds are kept."),
    Setting("memory_limit", "", "size",
            "Memory DuckDB may use in a build, such as 8GB; empty: its own default."),
    Setting("threads", 0, "threads", "Threads DuckDB may use; 0: all."),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings(Mapping[str, Value]):
    """The settings in force: an immutable mapping from name to value.

    Parameters
    ----------
    values : mapping of str to str, int, float or bool
        What differs from the defaults.

    Raises
    ------
    UnknownName
        A name that is no setting.
    HuitouError
        A value that is not of the default's type.
    """

    def __init__(self, values: Mapping[str, object] | None = None):
        self._values: dict[str, Value] = {s.name: s.default for s in SETTINGS}
        for name, value in (values or {}).items():
            self._values[name] = _typed(name, value)

    def __getitem__(self, name: str) -> Value:
        if name not in self._values:
            raise UnknownName("setting", name, self._values)
        return self._values[name]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def integer(self, name: str) -> int:
        """Return a whole-number setting."""
        return int(cast(int, self[name]))

    def number(self, name: str) -> float:
        """Return a numeric setting."""
        return float(cast(float, self[name]))

    def text(self, name: str) -> str:
        """Return a text setting."""
        return str(self[name])


def load_settings(store: Path | None = None) -> Settings:
    """Read the settings in force for a store.

    Parameters
    ----------
    store : Path, optional
        The store's folder; its ``settings.toml`` is read when present.

    Returns
    -------
    Settings
    """
    file = store / "settings.toml" if store is not None else None
    overrides = tuple(os.environ.get(f"HUITOU_{setting.name.upper()}") for setting in SETTINGS)
    try:
        found = file.stat() if file is not None else None
    except FileNotFoundError:
        found = None
    # A page asks a dozen times: the file is read again when it changes, not each time.
    stamp = (file, found.st_mtime_ns, found.st_size) if file is not None and found is not None else None
    return _settings(stamp, overrides)


@lru_cache(maxsize=64)
def _settings(stamp: tuple[Path, int, int] | None, overrides: tuple[str | None, ...]) -> Settings:
    values: dict[str, object] = {}
    if stamp is not None:
        try:
            values.update(tomllib.loads(stamp[0].read_text("utf-8")))
        except tomllib.TOMLDecodeError as error:
            raise HuitouError(f"{stamp[0]} is not valid TOML: {error}.", code="settings_file") from error
    for setting, override in zip(SETTINGS, overrides, strict=True):
        if override is not None:
            values[setting.name] = override
    return Settings(values)


def command_line(store: Path | str | None, *arguments: str) -> str:
    """Return a command of this program as a person can type it here, on this system.

    Parameters
    ----------
    store : Path, str or None
        The store it works on; named in the command unless it is the usual one, which None stands for.
    *arguments : str
        The command and what belongs to it.

    Returns
    -------
    str
        It begins with the interpreter at work, which is seldom what a bare ``python`` would start.
    """
    parts = [_interpreter(), "-m", "analytics", *arguments]
    if store is not None and Path(store) != Path(str(_BY_NAME["store"].default)):
        parts += ["--store", str(store)]
    return " ".join(f'"{part}"' if re.search(r"\s", part) else part for part in parts)


def _interpreter() -> str:
    """Return the interpreter at work as short as it can be typed: found by name, from here, or in full."""
    # A link is kept as it is: behind it the environment's own packages would be missing.
    running = Path(sys.executable)
    found = shutil.which("python")
    if found is not None and Path(found) == running:
        return "python"
    here = Path.cwd()
    return str(running.relative_to(here) if running.is_relative_to(here) else running)


def _typed(name: str, value: object) -> Value:
    if name not in _BY_NAME:
        raise UnknownName("setting", name, _BY_NAME)
    kind = type(_BY_NAME[name].default)
    try:
        return kind(cast(str, value))
    except (TypeError, ValueError) as error:
        raise HuitouError(f"Setting {name!r} must be {kind.__name__}, not {value!r}.",
                          code="setting_value", name=name, value=value) from error
