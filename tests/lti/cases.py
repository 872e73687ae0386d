"""Launches that have to be refused, and launches that must get in: one table for every platform.

Sources: the tests of the 1EdTech certification suite for LTI 1.3 ("known bad payloads", and what must be accepted as an
instructor and as a student), the Security Framework 1.1, and the faults of other libraries that were measured.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tests.lti.double_keys import new_key
from tests.lti.double_launches import DL, C
from tests.lti.walks import Walk

Claims = dict[str, Any]
_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"


@dataclass(frozen=True)
class Case:
    """``run`` comes with a launch, however wrong, and gives the tool's answer."""

    name: str
    gets_in: bool
    run: Callable[[Walk], Any]


CASES: list[Case] = []


def _case(name: str, *, gets_in: bool = False) -> Callable[[Callable[[Walk], Any]], Callable[[Walk], Any]]:
    def add(run: Callable[[Walk], Any]) -> Callable[[Walk], Any]:
        CASES.append(Case(name, gets_in, run))
        return run

    return add


def _claims(name: str, change: Callable[[Claims], Any], *, gets_in: bool = False, **how: Any) -> None:
    """A launch whose claims were changed before they were signed; ``how``: with another key, algorithm or header."""

    def run(walk: Walk) -> Any:
        claims = dict(walk.claims)
        change(claims)
        return walk.post(id_token=walk.double.sign(claims, **how))

    CASES.append(Case(name, gets_in, run))


def _set(**values: Any) -> Callable[[Claims], None]:
    return lambda claims: claims.update(values)


def _put(name: str, value: Any) -> Callable[[Claims], None]:
    return lambda claims: claims.update({name: value})


def _drop(*names: str) -> Callable[[Claims], None]:
    return lambda claims: [claims.pop(name, None) for name in names] and None


def _audience(*others: str, azp: str | None = None, first: bool = True) -> Callable[[Claims], None]:
    """Us among others. ``azp``: "us", another, or none."""

    def change(claims: Claims) -> None:
        us = claims["aud"]
        claims["aud"] = [us, *others] if first else [*others, us]
        claims.pop("azp", None)
        if azp is not None:
            claims["azp"] = us if azp == "us" else azp

    return change


# -- the certification's known bad payloads -----------------------------------------------------------------

_claims("certification: no kid", _set(), headers={"kid": None})
_claims("certification: an incorrect kid", _set(), headers={"kid": "imstester_66067"})
_claims("certification: a wrong LTI version", _put(C + "version", "11.3"))
_claims("certification: no LTI version", _drop(C + "version"))


@_case("certification: a signed token that is no LTI message")
def _not_lti(walk: Walk) -> Any:
    return walk.post(id_token=walk.double.sign({"name": "badltilaunch"}))


@_case("certification: claims are missing")
def _missing(walk: Walk) -> Any:
    kept = {name: walk.claims[name] for name in ("iss", "aud", "sub", "iat", "exp", "nonce")}
    return walk.post(id_token=walk.double.sign(kept))


_claims("certification: iat and exp of long ago", _set(iat=11111, exp=22222))
_claims("certification: no message_type", _drop(C + "message_type"))
_claims("certification: no roles", _drop(C + "roles"))
_claims("certification: no deployment_id", _drop(C + "deployment_id"))
_claims("certification: no resource_link id", _put(C + "resource_link", {"title": "Week 1"}))
_claims("certification: no sub", _drop("sub"))

# -- what must get in ---------------------------------------------------------------------------------------

_NAMES = ("given_name", "family_name", "name", "middle_name")
for _who in ("Instructor", "Learner"):
    _role = f"{_MEMBERSHIP}#{_who}"
    _as: Claims = {C + "roles": [_role]}
    _claims(f"as {_who}", lambda c, _as=_as: c.update(_as), gets_in=True)
    _claims(
        f"as {_who}: several roles",
        _put(C + "roles", [_role, "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student"]),
        gets_in=True,
    )
    _claims(f"as {_who}: a short role", _put(C + "roles", [_who]), gets_in=True)
    _claims(f"as {_who}: an unknown role", _put(C + "roles", [_role, "http://example.org/x#Unknown"]), gets_in=True)
    _claims(f"as {_who}: only an e-mail address", lambda c, _as=_as: (c.update(_as), _drop(*_NAMES)(c)), gets_in=True)
    _claims(f"as {_who}: only names", lambda c, _as=_as: (c.update(_as), _drop("email")(c)), gets_in=True)
    _claims(
        f"as {_who}: nothing personal", lambda c, _as=_as: (c.update(_as), _drop("email", *_NAMES)(c)), gets_in=True
    )
    _claims(f"as {_who}: no context", lambda c, _as=_as: (c.update(_as), _drop(C + "context")(c)), gets_in=True)
_claims("no roles in the list", _put(C + "roles", []), gets_in=True)
_claims("an unknown role alone", _put(C + "roles", ["http://x#Foo"]), gets_in=True)
_claims(
    "no custom parameters, grades, roster or presentation",
    lambda c: [c.pop(name, None) for name in _SERVICES],
    gets_in=True,
)
_claims("optional claims that are null", lambda c: c.update(dict.fromkeys(_OPTIONAL)), gets_in=True)
_claims("empty objects as PHP writes them", lambda c: c.update({name: [] for name in _OBJECTS}), gets_in=True)
_claims("texts that no database keeps", lambda c: _ugly(c, _UGLY), gets_in=True)
_claims("names of a thousand letters", lambda c: _ugly(c, "x" * 1000), gets_in=True)
_claims("claims that nobody knows", _put("https://example.org/claim", {"a": [1, 2]}), gets_in=True)
_claims("several audiences, azp is us", _audience("other", azp="us", first=False), gets_in=True)
_claims("us in a list, alone", _audience(), gets_in=True)
_claims("a clock that is ten seconds ahead", lambda c: c.update(iat=c["iat"] + 10, exp=c["exp"] + 10), gets_in=True)
_UGLY = "a\x00b\ud800c \u202e</script>"


def _ugly(claims: Claims, text: str) -> None:
    claims.update({"given_name": text, "family_name": text, "email": text, "locale": text})
    claims[C + "context"] = {"id": claims[C + "context"]["id"], "title": text, "label": text}
    claims[C + "resource_link"] = {"id": claims[C + "resource_link"]["id"], "title": text}
    claims[C + "custom"] = {"assignment": text, text: text}
    claims[C + "launch_presentation"] = {"locale": text, "return_url": f"https://{text}/"}


_SERVICES = (
    C + "custom", C + "launch_presentation",
    "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint", "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice",
)  # fmt: skip
_OBJECTS = (*_SERVICES, C + "context")
_OPTIONAL = (*_SERVICES, C + "context", "email", "given_name", "family_name", "name", C + "tool_platform")

# -- time ---------------------------------------------------------------------------------------------------

_claims("no exp", _drop("exp"))
_claims("exp in the past", lambda c: c.update(exp=time.time() - 3600, iat=time.time() - 7200))
_claims("exp a week ahead", lambda c: c.update(exp=time.time() + 7 * 86400))
_claims("no iat", _drop("iat"))
_claims("iat two days ago, exp ahead", lambda c: c.update(iat=time.time() - 172_800))
_claims("iat an hour ahead", lambda c: c.update(iat=time.time() + 3600, exp=time.time() + 7200))
_claims("iat is a text", _set(iat="now"))
_claims("exp is endless", _set(exp=1e300))

# -- audience, issuer ---------------------------------------------------------------------------------------

_claims("no aud", _drop("aud"))
_claims("another's aud", _set(aud="someone-else"))
_claims("aud is an empty list", _set(aud=[]))
_claims("several audiences, azp is another", _audience("other", azp="other"))
_claims("several audiences, no azp", _audience("other"))
_claims("one audience, azp is another", _set(azp="other"))
_claims("azp is a list", lambda c: c.update(azp=[c["aud"]]))
_claims("no iss", _drop("iss"))
_claims("another's iss", _set(iss="https://evil.example"))
_claims("iss is a list", lambda c: c.update(iss=[c["iss"]]))


@_case("the right iss with the client_id of another registration")
def _other_registration(walk: Walk) -> Any:
    walk.register(client_id="client-2", deployment_id="2")
    return walk.post(id_token=walk.double.sign(walk.claims | {"aud": "client-2", C + "deployment_id": "2"}))


# -- nonce, deployment, target ------------------------------------------------------------------------------

_claims("no nonce", _drop("nonce"))
_claims("an unknown nonce", _set(nonce="nope"))
_claims("nonce is a list", lambda c: c.update(nonce=[c["nonce"]]))
_claims("an unknown deployment", _put(C + "deployment_id", "666"))
_claims("deployment_id is a number", _put(C + "deployment_id", 1))


@_case("the deployment of another registration")
def _other_deployment(walk: Walk) -> Any:
    walk.register(client_id="client-2", deployment_id="2")
    return walk.post(id_token=walk.double.sign(walk.claims | {C + "deployment_id": "2"}))


_claims("no target_link_uri", _drop(C + "target_link_uri"))
_claims("another target_link_uri than the login's", _put(C + "target_link_uri", "https://evil.example/x"))
_claims("an unknown message_type", _put(C + "message_type", "Foo"))
_claims("no resource_link", _drop(C + "resource_link"))
_claims("a resource_link id that is empty", _put(C + "resource_link", {"id": " "}))
_claims("a sub that is empty", _set(sub=""))
_claims("a sub of 300 letters", _set(sub="x" * 300))
_claims("a sub that no database keeps", _set(sub="a\x00b"))
_claims("a sub that holds half a letter", _set(sub="\ud800"))
_claims("an e-mail address of ten thousand letters", _set(email="x" * 10_000))
_claims("a deep linking request without settings", _put(C + "message_type", "LtiDeepLinkingRequest"))
_claims(
    "a deep linking request whose answer goes nowhere",
    lambda c: c.update({C + "message_type": "LtiDeepLinkingRequest", DL + "deep_linking_settings": {}}),
)
_claims(
    "a deep linking request whose answer goes to a script",
    lambda c: c.update(
        {
            C + "message_type": "LtiDeepLinkingRequest",
            C + "roles": [f"{_MEMBERSHIP}#Instructor"],
            DL + "deep_linking_settings": {"deep_link_return_url": "javascript:alert(1)"},
        }
    ),
)

# -- claims of the wrong kind -------------------------------------------------------------------------------

for _name, _values in {
    "roles": ("Learner", {}, 7, None, [7], [None], [["Learner"]]),
    "message_type": (["LtiResourceLinkRequest"], {}, 7, None),
    "version": (1.3, ["1.3.0"], None),
    "resource_link": ("week1", [], 7, None),
    "target_link_uri": ([], {}, 7, None),
    "deployment_id": ([], {}, None),
    "context": ("course", [7], 7, {}),
    "custom": ("x", [1]),
    "launch_presentation": ("iframe", [1]),
}.items():
    for _value in _values:
        _claims(f"{_name} is {json.dumps(_value)}", _put(C + _name, _value))
_claims("sub is a number", _set(sub=4))
_claims("sub is null", _set(sub=None))
_claims("a hundred thousand roles", _put(C + "roles", [f"{_MEMBERSHIP}#Learner"] * 10_000))


@_case("a token of ten megabytes")
def _huge(walk: Walk) -> Any:
    return walk.post(id_token="x" * (10 << 20))


@_case("claims nested a hundred thousand deep")
def _deep(walk: Walk) -> Any:
    body = base64.urlsafe_b64encode(b"[" * 100_000).decode().rstrip("=")
    head, _, signature = walk.fields["id_token"].split(".")
    return walk.post(id_token=f"{head}.{body}.{signature}")


# -- signatures ---------------------------------------------------------------------------------------------


@_case("signed by another key under the platform's kid")
def _another_key(walk: Walk) -> Any:
    return walk.post(id_token=walk.double.sign(walk.claims, key=new_key(walk.double.key.kid)))


_claims("RS512, where the key set says RS256", _set(), alg="RS512")
_claims("kid is a number", _set(), headers={"kid": 7})


@_case("alg none")
def _none(walk: Walk) -> Any:
    return walk.post(id_token=walk.double.sign(walk.claims, alg="none"))


@_case("HS256 with the public key as its secret")
def _confused(walk: Walk) -> Any:
    return walk.post(id_token=walk.double.sign(walk.claims, key=walk.double.key.public_pem, alg="HS256"))


@_case("another key's own jwk, jku and x5u in the header")
def _own_key(walk: Walk) -> Any:
    mine, address = new_key(walk.double.key.kid), f"{walk.double.url}/mine"
    headers = {"jwk": mine.public_jwk, "jku": address, "x5u": address}
    answer = walk.post(id_token=walk.double.sign(walk.claims, key=mine, headers=headers))
    assert not [one for one in walk.double.asked if one.path == "/mine"]
    return answer


@_case("a symmetric key in the platform's key set")
def _oct(walk: Walk) -> Any:
    secret = b"0123456789abcdef0123456789abcdef"
    key = base64.urlsafe_b64encode(secret).decode().rstrip("=")
    walk.publish({"kty": "oct", "kid": "sym", "k": key, "alg": "HS256"})
    return walk.post(id_token=walk.double.sign(walk.claims, key=secret, alg="HS256", headers={"kid": "sym"}))


@_case("a key that is published for encryption")
def _enc(walk: Walk) -> Any:
    mine = new_key("enc")
    walk.publish(mine.public_jwk | {"use": "enc"})
    return walk.post(id_token=walk.double.sign(walk.claims, key=mine))


@_case("the signature was cut off")
def _cut(walk: Walk) -> Any:
    return walk.post(id_token=walk.fields["id_token"].rsplit(".", 1)[0] + ".")


@_case("one letter of the claims was changed")
def _changed(walk: Walk) -> Any:
    head, body, signature = walk.fields["id_token"].split(".")
    return walk.post(id_token=f"{head}.{body[:40]}{'A' if body[40] != 'A' else 'B'}{body[41:]}.{signature}")


# -- the way --------------------------------------------------------------------------------------------------


@_case("as it comes from the platform", gets_in=True)
def _untouched(walk: Walk) -> Any:
    return walk.post()


@_case("no JWT at all")
def _garbage(walk: Walk) -> Any:
    return walk.post(id_token="garbage")


@_case("no id_token")
def _no_token(walk: Walk) -> Any:
    return walk.post(id_token=None)


@_case("no state")
def _no_state(walk: Walk) -> Any:
    return walk.post(state=None)


@_case("a state that nobody gave")
def _other_state(walk: Walk) -> Any:
    return walk.post(state="state-other")


@_case("the state of another login of the same browser")
def _swapped(walk: Walk) -> Any:
    return walk.post(state=walk.again().fields["state"])


@_case("in another browser, without cookies")
def _no_cookies(walk: Walk) -> Any:
    return walk.elsewhere().post()


@_case("in another browser, with cookies of its own launch")
def _others_cookies(walk: Walk) -> Any:
    other = walk.elsewhere()
    other.again()
    return other.post()


@_case("the state has expired")
def _expired(walk: Walk) -> Any:
    walk.let_expire()
    return walk.post()


@_case("the same launch a second time, in the same browser")
def _replay(walk: Walk) -> Any:
    walk.must_get_in()
    return walk.post()


@_case("the same launch a second time, in another browser")
def _replay_elsewhere(walk: Walk) -> Any:
    walk.must_get_in()
    return walk.elsewhere().post()


@_case("a used nonce in a new launch")
def _used_nonce(walk: Walk) -> Any:
    walk.must_get_in()
    new = walk.again()
    return new.post(id_token=new.double.sign(new.claims | {"nonce": walk.claims["nonce"]}))


@_case("the nonce of another browser")
def _others_nonce(walk: Walk) -> Any:
    nonce = walk.elsewhere().again().claims["nonce"]
    return walk.post(id_token=walk.double.sign(walk.claims | {"nonce": nonce}))


@_case("a second launch, after a first that got in", gets_in=True)
def _second(walk: Walk) -> Any:
    walk.must_get_in()
    return walk.again().post()


@_case("two logins in two tabs, the first comes last", gets_in=True)
def _tabs(walk: Walk) -> Any:
    walk.again().must_get_in()
    return walk.post()


@_case("GET in place of POST")
def _get(walk: Walk) -> Any:
    return walk.browser.get(walk.launch_path, walk.fields)


@_case("the platform was set inactive meanwhile")
def _inactive(walk: Walk) -> Any:
    walk.deactivate()
    return walk.post()


def got_in(answer: Any) -> bool:
    """Of Django's test client. Who gets in is led on, or told kindly that the course is not connected so far."""
    pages = {template.name for template in answer.templates}
    return answer.status_code == HTTPStatus.FOUND or "lti/not_yet.html" in pages


def is_asked_for_more(answer: Any) -> bool:
    """The browser has to show what the platform's page keeps for it: nobody got in so far."""
    return "lti/recall.html" in {template.name for template in answer.templates}
