from __future__ import annotations

import dataclasses

import pytest

from grader.core.text import LANGUAGES, Text
from grader.core.verdict import Diagnosis, Incident, IncidentKind, Outcome, Output
from grader.reports.html import feedback
from grader.reports.terminal import verdict_report
from grader.reports.words import words_in

from .samples import SECRET, assignment, hidden, hostile, rejected, result, text, verdict


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_reads_without_colour(language):
    """Every outcome is a word, not a colour alone."""
    words = words_in(language)
    plain = verdict_report(verdict(*(result(f"c_{o}", o) for o in Outcome)), language).plain
    for outcome in Outcome:
        assert f"[{words(f'mark.{outcome}')}]" in plain


def test_a_failed_check_says_what_to_do():
    check = result("wife", Outcome.FAILED, expected={"exception": "IntegrityError"}, happened={"value": None})
    plain = verdict_report(verdict(check), "en").plain
    for part in (
        "message of wife",
        "Hint: hint of wife",
    ):
        assert part in plain
    staff = verdict_report(verdict(check), "en", staff=True).plain
    for part in ("Expected: exception: IntegrityError", "value: None"):
        assert part in staff
    assert "Brief: husband.1" in plain


def test_a_passed_check_takes_one_line():
    assert "hint of stored" not in verdict_report(verdict(), "en").plain


def test_a_skipped_check_without_a_message_names_what_it_needs_by_title():
    """With one, the message has named it."""
    wife = result("wife", Outcome.SKIPPED, skipped_because="stored")
    stored = result("stored", Outcome.FAILED)
    assert "Needs:" not in verdict_report(verdict(stored, wife), "en").plain
    wife = dataclasses.replace(wife, message=Text("", ""))
    assert "Needs: title of stored" in verdict_report(verdict(stored, wife), "en").plain


@pytest.mark.parametrize("show", [lambda shown: verdict_report(shown, "en").plain, lambda shown: feedback(shown, "en")])
def test_causes_stand_above_the_checks(show):
    shown = show(verdict(result("wife", Outcome.FAILED), diagnoses=(Diagnosis("d", text("a comma too many")),)))
    assert shown.index("alice") < shown.index("a comma too many") < shown.index("title of wife")


def test_a_check_without_a_hint_has_nothing_to_read_either():
    spec = dataclasses.replace(assignment().checks[0], reference="https://docs.example/stored")
    known = dataclasses.replace(assignment(), checks=(spec,))
    failed = result("stored", Outcome.FAILED)
    assert spec.reference in verdict_report(verdict(failed), "en", assignment=known).plain
    silent = dataclasses.replace(failed, hint=Text("", ""))
    plain = verdict_report(verdict(silent), "en", assignment=known).plain
    assert spec.reference not in plain
    assert "Hint" not in plain


def test_titles_come_from_the_assignment():
    plain = verdict_report(verdict(), "ru", assignment=assignment()).plain
    assert "One to one по-русски" in plain
    assert "A woman and her husband по-русски  2 / 2" in plain


def test_students_never_see_the_details_of_a_hidden_check():
    shown = verdict(hidden(), staff={"trouble": SECRET})
    assert SECRET not in verdict_report(shown, "en").plain
    assert "not shown" in verdict_report(shown, "en").plain
    assert SECRET in verdict_report(shown, "en", staff=True).plain


def test_a_rejected_submission_says_why_and_has_no_score():
    plain = verdict_report(rejected(), "en").plain
    assert "no such file" in plain
    assert "no score" in plain


def test_an_incident_is_told_in_words_with_its_check():
    shown = verdict(result("wife"), incident=Incident(IncidentKind.TIMEOUT, "wife"))
    assert "ran out of time (during: title of wife)" in verdict_report(shown, "en").plain


@pytest.mark.parametrize("staff", [False, True])
def test_nothing_in_it_steers_a_terminal(staff):
    plain = verdict_report(hostile(), "en", staff=staff).plain
    assert all(char.isprintable() or char in "\n\t" for char in plain)


def test_what_was_printed_cannot_pose_as_a_line_of_the_report():
    plain = verdict_report(verdict(output=Output("hello\nScore: 20 / 20\n")), "en").plain
    assert "\n  | Score: 20 / 20\n" in plain
    assert "\nScore: 20 / 20" not in plain


def test_a_text_missing_in_one_language_is_shown_in_the_other():
    check = result("wife", Outcome.FAILED, message=Text(en="only English", ru=""))
    assert "only English" in verdict_report(verdict(check), "ru").plain
