"""The classifier's codes in words, and its model card as text in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.i18n import Translator
from analytics.models.churn.card import ModelCard
from analytics.models.churn.features import TRAIT
from analytics.statistics.estimate import Estimate

#: Themes named on a card, most important first.
NAMED_THEMES = 8
#: Figures that are shares and read better as per cent.
_SHARES = ("calibration_error", "recall_at_capacity")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a model card.

    Attributes
    ----------
    title : str
        Heading.
    lines : tuple of str
        Sentences or list items.
    """

    title: str
    lines: tuple[str, ...]


def feature_name(name: str, words: Translator) -> str:
    """Return what a feature is called; a company's own column keeps its own name."""
    key = f"churn.feature.{name}"
    return words(key) if words.has(key) else name.removeprefix(TRAIT)


def theme_name(theme: str, words: Translator) -> str:
    """Return what a theme of features is called; a company's own column keeps its own name."""
    key = f"churn.theme.{theme}"
    return words(key) if words.has(key) else theme.removeprefix(TRAIT)


def column_name(column: str, words: Translator) -> str:
    """Return what an excluded column is called."""
    key = f"churn.column.{column}"
    return words(key) if words.has(key) else feature_name(column, words)


def metric_text(name: str, one: Estimate, words: Translator) -> str:
    """Return a figure with its 95 % interval."""
    if one.estimate is None or one.state == "suppressed":
        return words("churn.card.too_few")
    show = words.percent if name in _SHARES else words.number
    digits = 1 if name in (*_SHARES, "lift_at_10") else 4 if name in ("brier", "log_loss") else 3
    if one.low is None or one.high is None:
        return show(one.estimate, digits)
    return words("churn.card.interval", estimate=show(one.estimate, digits), low=show(one.low, digits),
                 high=show(one.high, digits))


def verdict(card: ModelCard, words: Translator) -> tuple[str, str]:
    """Say whether a model is better than the simple rule everybody could follow, as far as can be told.

    Parameters
    ----------
    card : ModelCard
        The card.
    words : Translator
        The reader's language.

    Returns
    -------
    tuple of str
        A sentence to repeat, with both rankings; and on how many rows they were measured, with the
        difference and its 95 % interval, empty where there is none.
    """
    rule, simple = next((name, found["roc_auc"]) for name, found in card.baselines.items()
                        if name != "prevalence")
    ranking, gain = card.metrics["roc_auc"], card.gain
    if gain.low is None or gain.high is None:
        return words("churn.verdict.unknown"), ""
    kind = "better" if gain.low > 0 else "worse" if gain.high < 0 else "same"
    return (words(f"churn.verdict.{kind}", model=words.number(ranking.estimate, 3),
                  rule=words(f"churn.baseline.{rule}"), simple=words.number(simple.estimate, 3)),
            words(f"churn.verdict.{kind}_by", n=words.number(ranking.n), gain=words.signed(gain.estimate, 3),
                  low=words.signed(gain.low, 3), high=words.signed(gain.high, 3)))


def card_sections(card: ModelCard, words: Translator) -> tuple[Section, ...]:
    """Return a model card as headed text.

    Parameters
    ----------
    card : ModelCard
        The card.
    words : Translator
        The reader's language.

    Returns
    -------
    tuple of Section
        What it predicts, what it learnt from, how it was tested, how good it is, what was kept away
        from it, what it leans on, and what it cannot do.
    """
    sections = (
        ("purpose", _purpose(card, words)),
        ("data", _data(card, words)),
        ("test", _test(card, words)),
        ("figures", _figures(card, words)),
        ("excluded", _excluded(card, words)),
        ("leans_on", tuple(
            words("churn.card.theme", theme=theme_name(one.theme, words), drop=words.number(one.auc_drop, 3))
            for one in card.importance[:NAMED_THEMES])),
        ("limits", _limits(card, words)),
    )
    return tuple(Section(words(f"churn.card.title.{code}"), lines) for code, lines in sections if lines)


def card_markdown(card: ModelCard, words: Translator) -> str:
    """Return a model card as Markdown."""
    parts = [f"# {words('churn.card.heading', model=card.model)}"]
    for section in card_sections(card, words):
        parts += [f"## {section.title}", "\n".join(f"- {line}" for line in section.lines)]
    return "\n\n".join(parts) + "\n"


def _purpose(card: ModelCard, words: Translator) -> tuple[str, ...]:
    if card.mode == "snapshot":
        return (words("churn.card.predicts_snapshot"), words("churn.card.made_of"))
    return (words(f"churn.card.predicts_{card.outcome}", gap=words.number(card.gap_days),
                  horizon=words.number(card.horizon_days)), words("churn.card.made_of"))


def _data(card: ModelCard, words: Translator) -> tuple[str, ...]:
    learnt = words("churn.card.rows", n=words.number(card.n), customers=words.number(card.customers),
                   lost=words.number(card.lost))
    if not card.origins:
        return (learnt,)
    return (learnt, words("churn.card.cut_offs", count=words.number(len(card.origins)), first=card.origins[0],
                          last=card.origins[-1], as_of=card.as_of or ""))


def _test(card: ModelCard, words: Translator) -> tuple[str, ...]:
    lines = [words(f"churn.card.method.{card.method}", repeats=words.number(card.repeats),
                   tested=words.number(len(card.test_origins)))]
    if card.mode == "panel" and card.method == "cross_validation":
        lines.append(words("churn.card.short_history"))
    lines += [words("churn.card.check_passed" if one.passed else "churn.card.check_failed",
                    check=words(f"churn.guard.{one.guard}")) for one in card.checks]
    return tuple(lines)


def _figures(card: ModelCard, words: Translator) -> tuple[str, ...]:
    lines = [
        words("churn.card.figure", name=words(f"churn.metric.{name}"), figure=metric_text(name, one, words))
        for name, one in card.metrics.items()
    ]
    lines += [
        words("churn.card.baseline", name=words(f"churn.baseline.{name}"),
              figure=metric_text("roc_auc", found["roc_auc"], words))
        for name, found in card.baselines.items()
    ]
    lines.append(words("churn.card.gain", figure=metric_text("roc_auc", card.gain, words)))
    return tuple(lines)


def _excluded(card: ModelCard, words: Translator) -> tuple[str, ...]:
    return tuple(
        words("churn.card.left_out", column=column_name(one.column, words),
              reason=words(f"churn.excluded.{one.reason}"))
        if one.figure is None else
        words("churn.card.left_out_figure", column=column_name(one.column, words),
              reason=words(f"churn.excluded.{one.reason}"), figure=words.number(one.figure, 3))
        for one in card.excluded
    )


def _limits(card: ModelCard, words: Translator) -> tuple[str, ...]:
    codes = ["association", "acceptance", "change"]
    if card.mode == "snapshot":
        codes.append("undated")
    if card.tuning.recalibration != "none":
        codes.append("recalibrated")
    return tuple(words(f"churn.card.limit.{code}") for code in codes)
