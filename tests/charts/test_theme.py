"""Colours keep their meaning and stay apart, for colour-blind eyes too."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from analytics.charts import theme

BACKGROUNDS = {"light": "#FFFFFF", "dark": "#12181F"}

#: Full dichromacy as linear maps of linear RGB (Viénot, Brettel and Mollon 1999).
BLIND = {
    "protan": np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]),
    "deutan": np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]),
}


def linear(colour: str) -> np.ndarray:
    channel = np.array([int(colour[place:place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


#: Drawn by themselves, in full colour also where the data are thin: marks, lines and edges.
ALONE = {"kept": theme.KEPT, "lost": theme.LOST, "won back": theme.WON_BACK, "accent": theme.ACCENT,
         "context": theme.CONTEXT, "large": theme.COLOURS["size"]["large"], "grade A": theme.COLOURS["grade"]["A"],
         "grade B": theme.COLOURS["grade"]["B"], "high severity": theme.COLOURS["severity"]["high"]}


@pytest.mark.parametrize("colour", ALONE.values(), ids=ALONE)
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_meanings_are_visible_on_both_backgrounds(colour, background):
    # WCAG 1.4.11 asks 3:1 of graphics.
    assert contrast(colour, BACKGROUNDS[background]) >= 3


@pytest.mark.parametrize("colour", sorted({*theme.SERIES, *(one for each in theme.COLOURS.values()
                                                            for one in each.values())}))
def test_every_colour_is_visible_on_the_dark_background(colour):
    assert contrast(colour, BACKGROUNDS["dark"]) >= 3


@pytest.mark.parametrize("kind", BLIND)
def test_meanings_differ_for_colour_blind_eyes(kind):
    seen = {name: np.clip(BLIND[kind] @ linear(colour), 0, 1)
            for name, colour in {"kept": theme.KEPT, "lost": theme.LOST, "won back": theme.WON_BACK,
                                 "context": theme.CONTEXT}.items()}
    for (one, first), (other, second) in itertools.combinations(seen.items(), 2):
        assert np.linalg.norm(first - second) > 0.1, (one, other)


def test_values_are_drawn_in_the_order_of_their_meaning():
    assert theme.order_of("size", ["small", None, "large", "medium"]) == ["large", "medium", "small", None]
    assert theme.order_of("branch", ["b", "a"]) == ["b", "a"]


def test_a_value_has_one_colour():
    assert theme.colour("size", "large") == theme.COLOURS["size"]["large"]
    assert theme.colour("branch", "West", 1) == theme.SERIES[1]
    assert theme.colour("branch", None, 1) == theme.CONTEXT


def test_faded_keeps_the_colour():
    assert theme.faded("#0072B2", 0.5) == "rgba(0,114,178,0.5)"
