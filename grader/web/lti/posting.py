"""Sends scores, one after the other to each platform, until they have arrived or cannot.

What may be on its way is written down before it is sent: whatever ends this process, the next one knows what the
platform may hold, and never sends with a timestamp that was used.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ...lms.lti import ags
from ...lms.lti.launch import Grades
from ...lms.lti.names import LINE_ITEM_SCOPE, RESULT_SCOPE, SCORE_SCOPE
from ...lms.lti.platform import Later, NoToken, Refused, Services
from . import keys, keysets
from .models import Delivery, Link, Member, Platform, Score, Sending
from .telling import comment, language_of

LEASE = timedelta(minutes=3)  # longer than the longest that one score can take
STAMP_STEP = timedelta(seconds=1)  # Moodle tells timestamps apart by seconds
_FIRST_PAUSE = 4.0
_LONGEST_QUIET, _LONGEST_PAUSE = 300.0, 3600.0  # of a platform, and of one score that it cannot take
_AGAIN_SECONDS = 2.0  # after the platform said that it has something newer
_LONGEST = 500  # letters that are kept of an answer


class Stopped(Exception):
    """This score is not sent; ``held``: nor is any other in its place, until staff say so."""

    def __init__(self, why: object, *, held: bool = False) -> None:
        super().__init__(str(why))
        self.held = held


class Poster:
    """``holder`` names this process in leases; ``first_pause``: seconds after the first failure, then twice as many."""

    def __init__(self, holder: str, *, first_pause: float = _FIRST_PAUSE) -> None:
        self._holder, self.first_pause = holder, first_pause
        self.services = Services(keysets.outside(), lambda claims: keys.signing().sign(claims))

    def post_due(self, go_on: Callable[[], bool] = lambda: True) -> int:
        """Sends what is due and can be sent now. How many were."""
        now = timezone.now()
        due = Score.objects.filter(state=Sending.WAITING, due_at__lte=now)
        wanted = Platform.objects.filter(
            Q(quiet_until=None) | Q(quiet_until__lte=now),
            active=True,
            pk__in=due.values("link__context__deployment__platform"),
        )
        return sum(self._post_to(platform, go_on) for platform in wanted)

    def _post_to(self, platform: Platform, go_on: Callable[[], bool]) -> int:
        sent = 0
        while go_on() and self.lease(platform):
            score = _next(platform)
            if score is None:
                break
            try:
                with translation.override(language_of(score.link.context.site)):
                    _Sender(self, platform, score).post()
            except (Later, NoToken) as error:
                self._pause(platform, error)
                break
            sent += 1
            if platform.failures:
                platform.failures = 0
                Platform.objects.filter(pk=platform.pk).update(failures=0, quiet_until=None, trouble="")
        Platform.objects.filter(pk=platform.pk, poster=self._holder).update(poster="", poster_until=None)
        return sent

    def lease(self, platform: Platform) -> bool:
        """Whether nobody else sends to it, for a while from now on."""
        now = timezone.now()
        free = Q(poster=self._holder) | Q(poster="") | Q(poster_until__lt=now)
        mine = Platform.objects.filter(free, pk=platform.pk, active=True)
        return bool(mine.update(poster=self._holder, poster_until=now + LEASE))

    def _pause(self, platform: Platform, error: Later | NoToken) -> None:
        asked = error.seconds if isinstance(error, Later) else None
        pause = min(self.first_pause * 2 ** min(platform.failures, 20), _LONGEST_QUIET)
        platform.failures += 1
        until = timezone.now() + timedelta(seconds=max(pause, asked or 0.0))
        Platform.objects.filter(pk=platform.pk).update(
            failures=platform.failures, quiet_until=until, trouble=str(error)[:_LONGEST]
        )


def _next(platform: Platform) -> Score | None:
    """Who waits longest."""
    due = Score.objects.filter(
        state=Sending.WAITING, due_at__lte=timezone.now(), link__context__deployment__platform=platform
    )
    found = due.select_related("link__context__site", "account", "person", "publication__verdict__submission")
    score: Score | None = found.order_by("due_at").first()
    return score


class _Sender:
    """One score, once."""

    def __init__(self, poster: Poster, platform: Platform, score: Score) -> None:
        self._poster, self._row, self._score = poster, platform, score
        self._services, self._platform = poster.services, platform.facts
        self._scopes = frozenset(score.link.context.scopes)
        self._user = str(score.account.subject)

    def post(self) -> None:
        """Raises ``Later`` and ``NoToken``, of which the score need not be to blame."""
        score = self._score
        wait = (score.stamp + STAMP_STEP) if score.stamp else None
        if wait and wait > timezone.now():
            self._note(due_at=wait)
            return
        try:
            self._check()
            line_item = self._line_item()
            if self._look(line_item):
                self._end(Sending.SENT, "")
            else:
                self._send(line_item)
        except NoToken:
            raise
        except Later:
            self._again(self._poster.first_pause)  # behind the others, who may get through
            raise
        except Stopped as error:
            self._end(Sending.STOPPED, str(error), held=error.held)
        except Refused as error:
            self._end(Sending.STOPPED, str(error))

    def _check(self) -> None:
        score = self._score
        place = Member.objects.filter(context=score.link.context, account=score.account).first()
        if place is None or place.left_at is not None:
            raise Stopped(_("Not in the platform's course any more."))
        if place.test_user:
            raise Stopped(_("A test student: the platform keeps no mark of theirs."), held=True)
        if SCORE_SCOPE not in self._scopes:
            raise Stopped(_("The platform does not let scores be sent for this course."))

    def _line_item(self) -> str:
        """The activity's; where it has none, the one that is there already, or else a new one, tied to it."""
        link: Link = self._score.link
        if link.line_item:
            return str(link.line_item)
        grades = Grades(self._scopes, str(link.context.line_items))
        if not grades.line_items or LINE_ITEM_SCOPE not in self._scopes:
            raise Stopped(_("The activity has no column for marks, and the platform does not let one be made."))
        there = ags.line_items(self._services, self._platform, grades, resource_link_id=str(link.link_id))
        found = next((one for one in there if one.get("resourceLinkId") == link.link_id), None)
        address = str(found["id"]) if found and found.get("id") else self._new_line_item(grades, link)
        Link.objects.filter(pk=link.pk, line_item="").update(line_item=address)
        link.line_item = address
        return address

    def _new_line_item(self, grades: Grades, link: Link) -> str:
        # Without the link's id Open edX would keep the score to itself.
        return ags.create_line_item(
            self._services,
            self._platform,
            grades,
            label=str(link.title or link.slug),
            scoreMaximum=self._wanted.maximum,
            resourceLinkId=str(link.link_id),
            resourceId=str(link.slug),
            tag="grader",
        )

    @cached_property
    def _wanted(self) -> ags.Score:
        told = self._score.publication
        return ags.Score.of(told.points, told.max_score, comment(told))

    def _held(self, line_item: str) -> ags.Result | None:
        if RESULT_SCOPE not in self._scopes:
            return None
        return ags.result(self._services, self._platform, line_item, self._user)

    def _ours(self) -> list[list[float]]:
        """All that the platform can hold of us."""
        return [*([self._score.confirmed] if self._score.confirmed else []), *self._score.in_doubt]

    def _look(self, line_item: str) -> bool:
        """Whether this mark is there already: it was sent, and the answer was lost.

        A mark that is not ours was typed there by somebody, who knew why.
        """
        held = None if self._score.overwrite else self._held(line_item)
        if held is None or held.score is None:
            return False
        if not any(held.holds(given, maximum) for given, maximum in self._ours()):
            raise Stopped(_overridden(held), held=True)
        wanted, doubt = self._wanted, self._score.in_doubt
        pair = [wanted.given, wanted.maximum]
        if doubt[-1:] != [pair] or not held.holds(*pair):  # the last that was sent; what came before may still arrive
            return False
        self._note(confirmed=pair, in_doubt=[])
        return True

    def _send(self, line_item: str) -> None:
        wanted, now = self._wanted, timezone.now()
        if not (self._poster.lease(self._row) and self._begin(wanted, now)):
            return  # somebody else sends it, or something newer
        try:
            answer, arrived = ags.send(self._services, self._platform, line_item, self._user, wanted, now), True
        except ags.Newer as error:
            answer, arrived = str(error), False
        except (Later, Refused) as error:
            self._delivered(wanted, now, str(error), arrived=False)
            raise
        self._delivered(wanted, now, answer, arrived=arrived)
        self._confirm(line_item, wanted, arrived=arrived)

    def _begin(self, wanted: ags.Score, now: datetime) -> bool:
        """Writes down what may arrive from here on. Not where there is a newer mark, or none any more: that waits."""
        score, pair = self._score, [wanted.given, wanted.maximum]
        doubt = [one for one in score.in_doubt if one != pair] + [pair]
        same = Score.objects.filter(
            pk=score.pk, publication=score.publication_id, state=Sending.WAITING, stamp=score.stamp
        )
        if not same.update(stamp=now, in_doubt=doubt):
            return False
        score.stamp, score.in_doubt = now, doubt
        return True

    def _confirm(self, line_item: str, wanted: ags.Score, *, arrived: bool) -> None:
        """What the platform holds now, in its own words."""
        try:
            held = self._held(line_item)
        except (Later, Refused):
            held = None
        if held is not None and held.holds(wanted.given, wanted.maximum):
            self._note(confirmed=[wanted.given, wanted.maximum], in_doubt=[], overwrite=False)
            self._end(Sending.SENT, "")
        elif not arrived:
            self._again(_AGAIN_SECONDS)
        elif held is None or held.score is None or any(held.holds(*pair) for pair in self._ours()):
            self._note(overwrite=False)
            self._end(Sending.UNCONFIRMED, "")
        else:
            self._end(Sending.STOPPED, str(_overridden(held)), held=True)

    def _delivered(self, wanted: ags.Score, at: datetime, answer: str, *, arrived: bool) -> None:
        if not Score.objects.filter(pk=self._score.pk).exists():
            return  # the courses were parted, or the student forgotten, while it was on its way
        Delivery.objects.create(
            score=self._score,
            at=at,
            given=wanted.given,
            maximum=wanted.maximum,
            answer=answer[:_LONGEST],
            arrived=arrived,
        )

    def _note(self, **fields: object) -> None:
        """Holds whatever the mark is by now."""
        for name, value in fields.items():
            setattr(self._score, name, value)
        Score.objects.filter(pk=self._score.pk).update(**fields)

    def _again(self, first: float) -> None:
        """This mark later once more, each time twice as late."""
        tries = self._score.tries
        pause = timedelta(seconds=min(first * 2 ** min(tries, 20), _LONGEST_PAUSE))
        mark = Score.objects.filter(pk=self._score.pk, publication=self._score.publication_id)
        mark.update(due_at=timezone.now() + pause, tries=tries + 1)

    def _end(self, state: object, why: str, *, held: bool = False) -> None:
        """Of this mark. Where a newer one came meanwhile, that waits on, unless nothing more is to be sent at all."""
        row = Score.objects.filter(pk=self._score.pk)
        if not held:
            row = row.filter(publication=self._score.publication_id)
        row.update(state=state, why=why[:_LONGEST], held=held)


def _overridden(held: ags.Result) -> str:
    return _("The platform holds %(score)g of %(maximum)g, which was not sent from here.") % {
        "score": held.score or 0.0,
        "maximum": held.maximum,
    }
