"""How learning platforms differ, as data: what a double of each kind does.

Where a line comes from: MEASURED at a real Moodle 5.1 and a real ``lti-consumer-xblock`` in November 2026; SOURCE, read
in the platform's source or its API documentation; SPEC, what the specifications ask for; RECALLED, from memory.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paths:
    """Where things are; ``{course}`` and ``{item}`` are numbers."""

    auth: str
    token: str
    keys: str
    line_items: str
    line_item: str
    members: str
    deep_link_return: str


@dataclass(frozen=True, slots=True)
class Manners:
    kind: str
    paths: Paths

    # -- launches -----------------------------------------------------------------------------------------
    login_method: str
    """How the browser comes to the tool's login address. MEASURED: Moodle posts a form, Open edX redirects (GET)."""
    json_hint: bool
    """Whether ``lti_message_hint`` is a JSON text. MEASURED: Moodle's is."""
    token_seconds: int
    """exp - iat of an id_token. MEASURED: Moodle 60, Open edX 3600. SOURCE: Canvas 3600."""
    numeric_sub: bool
    """MEASURED: Moodle's ``sub`` is a decimal number in a string; others send a UUID."""
    azp: bool
    """MEASURED: Open edX sends ``azp`` beside a string ``aud``, Moodle does not. SOURCE: Canvas does."""
    context_type: str
    """MEASURED: Moodle writes the short name, Open edX the full one."""
    assistant: tuple[str, ...]
    """Names of an assistant's roles. SOURCE: Canvas sends both. Moodle's non-editing teacher may manage the activity
    too (mod/lti/db/access.php) and so comes as an instructor like any other."""
    test_user: bool
    """SOURCE: Canvas has a "test student", told by the system role TestUser."""
    storage_target: str | None
    """``lti_storage_target`` in the login request. MEASURED: neither Moodle nor Open edX. SOURCE: Canvas."""
    issuer: str | None
    """What it calls itself, where that is no address of its own. SOURCE: one name for all of hosted Canvas."""

    # -- tokens -------------------------------------------------------------------------------------------
    kid_needed: bool
    """MEASURED: Moodle answers 400 "kid must be provided"; Open edX ignores it. RECALLED: Canvas wants it."""
    strict_assertion: bool
    """iss = sub = client_id, aud = token address, ``jti`` used once, at most 300 s. MEASURED: neither Moodle nor
    Open edX looks at iss, aud or jti. RECALLED: Canvas does."""
    refuses_unknown_scope: bool
    """MEASURED: Moodle 400 invalid_scope; Open edX gives a token for what it knows."""
    bearer_seconds: int
    """How long an access token lives. Moodle: as the lead asked; SOURCE: Canvas 3600."""

    # -- grades -------------------------------------------------------------------------------------------
    line_item_query: str
    """MEASURED: the address of Moodle's line items ends with a query."""
    exact_types: bool
    """MEASURED: Moodle answers 400 "No handler found" to another Content-Type; Open edX takes JSON."""
    score_body: bool
    """MEASURED: Moodle answers a score with 200 and nothing. SOURCE: Canvas with ``resultUrl``."""
    stamp_seconds: float
    """MEASURED: Moodle compares whole seconds; 0 compares exactly."""
    same_stamp_refused: bool
    """MEASURED: Moodle and Open edX. SOURCE: Canvas refuses only what is earlier."""
    stale_status: int
    """The answer to a score older than what is there. MEASURED: Moodle 409, Open edX 400. SOURCE: Canvas 400."""
    partial_erases: bool
    """Another gradingProgress than FullyGraded (Canvas: and PendingManual), or no scoreGiven, erases the grade.
    MEASURED: Moodle; Open edX leaves the gradebook alone. SOURCE: Canvas (scores_controller, ``ignore_score?``)."""
    pending_manual_counts: bool
    """SOURCE: Canvas takes the grade of a PendingManual score."""
    caps: bool
    """scoreGiven above scoreMaximum counts as the maximum. MEASURED: Moodle, and Open edX when it publishes."""
    maximum_missing_status: int
    """The answer to a scoreGiven without scoreMaximum. MEASURED: 400. SOURCE: Canvas 422."""
    stranger_status: int
    """The answer to a score of who is not in the course. MEASURED: Moodle 400. SOURCE: Canvas 422."""
    only_students: bool
    """SOURCE: Canvas has no grade for a teacher (422)."""
    override_stays: bool
    """What a teacher typed in the gradebook survives later scores. RECALLED: Moodle's overridden grades do."""
    html_links: bool
    """MEASURED: Moodle's ``Link`` of line items has curly quotes around the rel and ``&amp;`` in the address."""

    # -- members ------------------------------------------------------------------------------------------
    short_roles: bool
    """MEASURED: Moodle's member list says "Learner" where its token says the full name."""
    page_by: str
    """What names a page of members. MEASURED: Moodle ``from``, Open edX ``page``. SOURCE: Canvas bookmarks."""
    role_filter: bool
    """MEASURED: Moodle honours ``role=``, Open edX does not look at it."""

    # -- setting up ---------------------------------------------------------------------------------------
    registers: bool
    """MEASURED: Moodle registers a tool by itself (dynamic registration), deployment "1"."""


_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_ASSISTING = (f"{_MEMBERSHIP}#Instructor", f"{_MEMBERSHIP}/Instructor#TeachingAssistant")
_SECTION = "http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection"
_OFFERING = "http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"

MOODLE = Manners(
    kind="moodle",
    paths=Paths(
        auth="/mod/lti/auth.php",
        token="/mod/lti/token.php",
        keys="/mod/lti/certs.php",
        line_items="/mod/lti/services.php/{course}/lineitems",
        line_item="/mod/lti/services.php/{course}/lineitems/{item}/lineitem",
        members="/mod/lti/services.php/CourseSection/{course}/bindings/1/memberships",
        deep_link_return="/mod/lti/contentitem_return.php",
    ),
    login_method="POST",
    json_hint=True,
    token_seconds=60,
    numeric_sub=True,
    azp=False,
    context_type="CourseSection",
    assistant=(f"{_MEMBERSHIP}#Instructor",),
    test_user=False,
    storage_target=None,
    issuer=None,
    kid_needed=True,
    strict_assertion=False,
    refuses_unknown_scope=True,
    bearer_seconds=60,
    line_item_query="type_id=1",
    exact_types=True,
    score_body=False,
    stamp_seconds=1.0,
    same_stamp_refused=True,
    stale_status=409,
    partial_erases=True,
    pending_manual_counts=False,
    caps=True,
    maximum_missing_status=400,
    stranger_status=400,
    only_students=False,
    override_stays=True,
    html_links=True,
    short_roles=True,
    page_by="from",
    role_filter=True,
    registers=True,
)

CANVAS = Manners(
    kind="canvas",
    paths=Paths(
        auth="/api/lti/authorize_redirect",
        token="/login/oauth2/token",
        keys="/api/lti/security/jwks",
        line_items="/api/lti/courses/{course}/line_items",
        line_item="/api/lti/courses/{course}/line_items/{item}",
        members="/api/lti/courses/{course}/names_and_roles",
        deep_link_return="/courses/deep_linking_response",
    ),
    login_method="POST",
    json_hint=False,
    token_seconds=3600,
    numeric_sub=False,
    azp=True,
    context_type=_OFFERING,
    assistant=_ASSISTING,
    test_user=True,
    storage_target="post_message_forwarding",
    issuer="https://canvas.instructure.com",
    kid_needed=True,
    strict_assertion=True,
    refuses_unknown_scope=True,
    bearer_seconds=3600,
    line_item_query="",
    exact_types=False,
    score_body=True,
    stamp_seconds=0.0,
    same_stamp_refused=False,
    stale_status=400,
    partial_erases=True,
    pending_manual_counts=True,
    caps=False,
    maximum_missing_status=422,
    stranger_status=422,
    only_students=True,
    override_stays=False,
    html_links=False,
    short_roles=False,
    page_by="bookmark",
    role_filter=True,
    registers=False,
)

PLAIN = Manners(  # what the specifications ask for, and no more
    kind="plain",
    paths=Paths(
        auth="/lti/authorize",
        token="/lti/token",
        keys="/lti/keys",
        line_items="/lti/courses/{course}/lineitems",
        line_item="/lti/courses/{course}/lineitems/{item}",
        members="/lti/courses/{course}/members",
        deep_link_return="/lti/content",
    ),
    login_method="GET",
    json_hint=False,
    token_seconds=3600,
    numeric_sub=False,
    azp=True,
    context_type=_SECTION,
    assistant=_ASSISTING,
    test_user=True,
    storage_target="lti_storage",
    issuer=None,
    kid_needed=True,
    strict_assertion=True,
    refuses_unknown_scope=False,
    bearer_seconds=3600,
    line_item_query="",
    exact_types=True,
    score_body=False,
    stamp_seconds=0.0,
    same_stamp_refused=True,
    stale_status=409,
    partial_erases=False,
    pending_manual_counts=False,
    caps=False,
    maximum_missing_status=400,
    stranger_status=404,
    only_students=False,
    override_stays=False,
    html_links=False,
    short_roles=False,
    page_by="page",
    role_filter=True,
    registers=True,
)

KINDS = {manners.kind: manners for manners in (MOODLE, CANVAS, PLAIN)}
