"""A command is told as it can be typed: with the interpreter at work, and the store it is about."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from analytics import settings
from analytics.settings import command_line


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder whose environment is at work, as README.md sets it up."""
    interpreter = tmp_path / ".venv" / "bin" / "python"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", str(interpreter))
    monkeypatch.setattr(settings.shutil, "which", lambda name: f"/usr/bin/{name}")
    return interpreter


def test_the_environments_own_interpreter_is_named_from_here(running):
    typed = str(Path(".venv") / "bin" / "python")
    assert command_line(None, "build") == f"{typed} -m analytics build"
    assert command_line("data/store", "demo") == f"{typed} -m analytics demo"


def test_a_store_of_ones_own_is_named_and_quoted(running):
    assert command_line("data/mine", "build").endswith("-m analytics build --store data/mine")
    assert command_line(Path("my data"), "build").endswith('build --store "my data"')


def test_an_environment_that_is_active_needs_its_name_only(running, monkeypatch):
    monkeypatch.setattr(settings.shutil, "which", lambda name: str(running))
    assert command_line(None, "build") == "python -m analytics build"


def test_from_elsewhere_the_interpreter_is_named_in_full(running, tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    assert command_line(None, "build") == f"{running} -m analytics build"


def test_settings_are_read_again_when_their_file_or_the_environment_changes(tmp_path, monkeypatch):
    file = tmp_path / "settings.toml"
    assert settings.load_settings(tmp_path).integer("keep_builds") == 5
    file.write_text("keep_builds = 7\n", "utf-8")
    assert settings.load_settings(tmp_path).integer("keep_builds") == 7
    file.write_text("keep_builds = 12\n", "utf-8")
    assert settings.load_settings(tmp_path).integer("keep_builds") == 12
    monkeypatch.setenv("HUITOU_KEEP_BUILDS", "3")
    assert settings.load_settings(tmp_path).integer("keep_builds") == 3
    file.unlink()
    monkeypatch.delenv("HUITOU_KEEP_BUILDS")
    assert settings.load_settings(tmp_path).integer("keep_builds") == 5
