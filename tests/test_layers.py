"""Dependencies point one way: right may import left, never the other way round."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: Packages from left to right; those in one group may not import each other, save where allowed below.
LAYERS = (
    {"errors"}, {"settings", "statistics", "schema"}, {"i18n"}, {"filters"}, {"store"},
    {"importing", "warehouse", "demo", "workspace"}, {"metrics"}, {"models"}, {"charts"}, {"reports", "workshop"},
    {"app"}, {"benchmarks"}, {"cli"}, {"__main__"},
)
RANK = {name: rank for rank, group in enumerate(LAYERS) for name in group}

#: Who alone may import a library.
LIBRARIES = {
    "streamlit": {"app", "pages", "dashboard", "benchmarks"},
    "plotly": {"charts", "app"},
    "duckdb": {"store", "importing", "warehouse", "benchmarks"},
    "sqlite3": {"store"},
    "sqlalchemy": {"workspace"},
    "alembic": {"workspace"},
}
#: Libraries that take long to import: only inside functions, wherever a page may load the module.
HEAVY = ("sklearn", "scipy", "statsmodels", "lifelines", "skops", "xlsxwriter", "alembic", "typst", "pptx")


def modules() -> list[Path]:
    return sorted([*ROOT.glob("analytics/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "dashboard.py"])


def owner(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    if parts[0] != "analytics":
        return parts[0].removesuffix(".py")
    return parts[1].removesuffix(".py") if len(parts) > 1 else "analytics"


def imported(path: Path) -> list[tuple[str, int, bool]]:
    """Return every imported module, its line, and whether it stands at the top level."""
    tree = ast.parse(path.read_text("utf-8"))
    top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno, id(node) in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [f"{node.module}.{alias.name}" for alias in node.names] \
                if node.module == "analytics" else [node.module]
            found += [(name, node.lineno, id(node) in top) for name in names]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_left(path):
    mine = owner(path)
    wrong = []
    for name, line, top_level in imported(path):
        parts = name.split(".")
        if parts[0] == "analytics" and len(parts) > 1:
            other = parts[1]
            if mine in ("pages", "dashboard"):
                allowed = other == "app"
            elif mine in RANK and other in RANK:
                # Commands work where no screen is installed.
                allowed = other == mine or (RANK[other] < RANK[mine] and (mine, other) != ("cli", "app"))
            else:
                allowed = mine in ("analytics", "__main__")
            if not allowed:
                wrong.append(f"line {line}: {mine} imports {name}")
        elif parts[0] in LIBRARIES and mine not in LIBRARIES[parts[0]]:
            wrong.append(f"line {line}: {mine} imports {parts[0]}")
        elif parts[0] in HEAVY and top_level and mine != "benchmarks" and "migrations" not in path.parts:
            wrong.append(f"line {line}: {parts[0]} at module level")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", sorted(ROOT.glob("pages/*.py")), ids=lambda path: path.stem)
def test_pages_are_thin_and_begin_with_their_guard(path):
    text = path.read_text("utf-8")
    assert text.count("\n") < 80, "a page lays out cards; the rest belongs to analytics/app/views"
    calls = [node for node in ast.parse(text).body if isinstance(node, (ast.Assign, ast.Expr))]
    first = next(node for node in calls if isinstance(node.value, ast.Call))
    assert isinstance(first.value.func, ast.Name)
    assert first.value.func.id in ("guard", "guard_store"), "a page may be reached past the frame: guard() comes first"
