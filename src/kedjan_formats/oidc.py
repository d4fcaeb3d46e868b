"""OpenID Connect as the one who asks: discovery, the code flow with PKCE, and what makes a proof believed.

By OpenID Connect Core 1.0, RFC 7636 (PKCE) and RFC 9207 (issuer in the answer). Tried forms of claims: Entra ID (oid,
preferred_username, groups and their overage), ADFS (upn, winaccountname) and Google (hd).
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from kedjan_formats.outside import Answer, Reach, allowed, fetch
from kedjan_formats.statement import Distrusted, Statement

WELL_KNOWN = "/.well-known/openid-configuration"
SCOPE = "openid profile email"
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that only the identity provider has; never `none`, never one made with the shared secret."""
LEEWAY = 60
GOOGLE = "https://accounts.google.com"
_MOST = 500


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the identity provider is asked what, as it describes itself."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str = ""
    end_session: str = ""
    secret_in_form: bool = True
    says_issuer: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """One sign-in under way: what was sent and has to come back."""

    client: str
    redirect: str
    state: str
    nonce: str
    verifier: str


def discover(address: str, *, reach: Reach) -> Endpoints:
    """Read an identity provider's description of itself; where it names another issuer, that one has to agree.

    Entra is often written with the municipality's domain where the issuer has the tenant's number.
    """
    where = address if address.endswith(WELL_KNOWN) else address.rstrip("/") + WELL_KNOWN
    found = _endpoints(_json(fetch(where, reach=reach), where), reach)
    if found.issuer.rstrip("/") + WELL_KNOWN != where:
        if "{" in found.issuer:
            raise Distrusted("issuer_template")
        own = found.issuer.rstrip("/") + WELL_KNOWN
        agreed = _endpoints(_json(fetch(own, reach=reach), own), reach)
        if agreed.issuer != found.issuer:
            raise Distrusted("issuer_other", found=found.issuer)
        return agreed
    return found


def _endpoints(told: Mapping[str, Any], reach: Reach) -> Endpoints:
    names = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    if not all(isinstance(told.get(name), str) and told[name] for name in names):
        raise Distrusted("not_discovery")
    if "{" not in told["issuer"] and not all(allowed(told[name], reach=reach) for name in names):
        raise Distrusted("address_not_https")
    if "code" not in told.get("response_types_supported", ["code"]):
        raise Distrusted("no_code_flow")
    ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    userinfo, end_session = (str(told.get(name) or "") for name in ("userinfo_endpoint", "end_session_endpoint"))
    return Endpoints(
        issuer=told["issuer"],
        authorization=told["authorization_endpoint"],
        token=told["token_endpoint"],
        keys=told["jwks_uri"],
        userinfo=userinfo if allowed(userinfo, reach=reach) else "",
        end_session=end_session if allowed(end_session, reach=reach) else "",
        secret_in_form="client_secret_post" in ways,
        says_issuer=told.get("authorization_response_iss_parameter_supported") is True,
    )


def keys_of(endpoints: Endpoints, *, reach: Reach) -> list[dict[str, Any]]:
    """Read the public keys that proofs are signed with."""
    held = _json(fetch(endpoints.keys, reach=reach), endpoints.keys).get("keys")
    keys = [key for key in held if isinstance(key, dict)] if isinstance(held, list) else []
    usable = [key for key in keys if key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use", "sig") == "sig"]
    if not usable:
        raise Distrusted("no_keys")
    return usable


def question(endpoints: Endpoints, asking: Asking) -> str:
    """Return the address at the identity provider that the browser is sent to."""
    digest = hashlib.sha256(asking.verifier.encode()).digest()
    given = {
        "response_type": "code",
        "scope": SCOPE,
        "client_id": asking.client,
        "redirect_uri": asking.redirect,
        "state": asking.state,
        "nonce": asking.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return _with(endpoints.authorization, given)


def farewell(endpoints: Endpoints, *, client: str, back: str) -> str:
    """Return where one signs out of the identity provider too, and comes back; empty where it has no such place."""
    given = {"client_id": client, "post_logout_redirect_uri": back}
    return _with(endpoints.end_session, given) if endpoints.end_session else ""


def redeem(endpoints: Endpoints, asking: Asking, *, code: str, secret: str, reach: Reach) -> Mapping[str, Any]:
    """Exchange the code for proofs; the verifier shows that it was this asker who began."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": asking.redirect,
        "code_verifier": asking.verifier,
    }
    answer = _asked_as_client(endpoints, asking.client, secret, form, reach)
    told = _object(answer.body)
    if answer.status != 200:
        refused = answer.status == 401 or told.get("error") in {"invalid_client", "unauthorized_client"}
        raise Distrusted("client_refused" if refused else "code_refused")
    if not isinstance(told.get("id_token"), str):
        raise Distrusted("token_missing")
    return told


def client_accepted(endpoints: Endpoints, asking: Asking, *, secret: str, reach: Reach) -> bool:
    """Whether the identity provider knows the client and its secret: it says so before it looks at a made-up code."""
    try:
        redeem(endpoints, asking, code="prova", secret=secret, reach=reach)
    except Distrusted as refusal:
        if refusal.code not in {"client_refused", "code_refused"}:
            raise
        return refusal.code == "code_refused"
    return True


def _asked_as_client(endpoints: Endpoints, client: str, secret: str, form: Mapping[str, str], reach: Reach) -> Answer:
    if not secret:
        return fetch(endpoints.token, reach=reach, form={**form, "client_id": client})
    if endpoints.secret_in_form:
        return fetch(endpoints.token, reach=reach, form={**form, "client_id": client, "client_secret": secret})
    pair = base64.b64encode(f"{quote_plus(client)}:{quote_plus(secret)}".encode()).decode()
    return fetch(endpoints.token, reach=reach, form=form, headers={"Authorization": f"Basic {pair}"})


def verified(id_token: str, keys: Sequence[Mapping[str, Any]], *, issuer: str, asking: Asking) -> Mapping[str, Any]:
    """Return the claims of a proof: signed by the issuer, for this client and this very sign-in, and not too old."""
    import jwt  # with what it needs of cryptography it takes a quarter of a second, so only when somebody signs in

    faults = (
        (jwt.ExpiredSignatureError, "too_old"),
        (jwt.ImmatureSignatureError, "too_old"),
        (jwt.InvalidAudienceError, "other_audience"),
        (jwt.InvalidIssuerError, "other_issuer"),
        (jwt.InvalidSignatureError, "signature"),
        (jwt.InvalidAlgorithmError, "signature"),
    )
    try:
        claims: Mapping[str, Any] = jwt.decode(
            id_token,
            _key(id_token, keys),
            algorithms=list(SIGNED_BY),
            audience=asking.client,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        code = next((code for kind, code in faults if isinstance(error, kind)), "spoilt")
        raise Distrusted(code) from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", asking.client) != asking.client or (several and "azp" not in claims):
        raise Distrusted("other_audience")
    if claims.get("nonce") != asking.nonce:
        raise Distrusted("other_nonce")
    return claims


def _key(id_token: str, keys: Sequence[Mapping[str, Any]]) -> Any:
    """Return the published key that a proof says it is signed with; no other kind of key is ever tried."""
    import jwt

    head = jwt.get_unverified_header(id_token)
    if head.get("alg") not in SIGNED_BY:
        raise Distrusted("signature")
    fitting = [key for key in keys if head.get("kid") in {None, key.get("kid")}]
    if len(fitting) != 1:
        raise Distrusted("signature")
    return jwt.PyJWK(dict(fitting[0]), algorithm=str(head["alg"]))


def more_claims(endpoints: Endpoints, *, access_token: str, subject: str, reach: Reach) -> Mapping[str, Any]:
    """Ask for what did not fit in the proof; the answer has to be about the same person."""
    headers = {"Authorization": f"Bearer {access_token}"}
    answer = fetch(endpoints.userinfo, reach=reach, headers=headers)
    told = _object(answer.body) if answer.status == 200 else {}
    return told if told.get("sub") == subject else {}


def statement(claims: Mapping[str, Any], *, id_token: str) -> Statement:
    """Return checked claims as a statement: those that are texts, numbers, yes or no, and lists of such."""
    told = {name: _values(value) for name, value in claims.items() if name not in {"nonce", "at_hash", "c_hash"}}
    left_out = {str(name) for name in claims["_claim_names"]} if isinstance(claims.get("_claim_names"), dict) else set()
    left_out |= {"groups"} if claims.get("hasgroups") in {True, "true"} else set()
    sure = claims.get("email_verified")
    return Statement(
        issuer=str(claims["iss"]),
        claims={name: values for name, values in told.items() if values},
        left_out=frozenset(left_out),
        verified_address=None if sure is None else sure in {True, "true"},
        guest=_guest(claims),
        proof=id_token,
    )


def _guest(claims: Mapping[str, Any]) -> bool:
    """Whether somebody belongs elsewhere and is only let in there: in Entra a guest, at Google a private account."""
    home = str(claims.get("tid") or claims["iss"])
    from_elsewhere = claims.get("acct") in {1, "1"} or home not in str(claims.get("idp", home))
    return from_elsewhere or (claims["iss"] == GOOGLE and not claims.get("hd"))


def _values(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    plain = [each for each in values[:_MOST] if isinstance(each, (str, int, float))]
    return tuple(("true" if each else "false") if isinstance(each, bool) else str(each)[:255] for each in plain)


def _with(address: str, given: Mapping[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(given)}"


def _json(answer: Answer, address: str) -> Mapping[str, Any]:
    if answer.status != 200:
        raise Distrusted("bad_answer", host=urlsplit(address).hostname or "", status=answer.status)
    told = _object(answer.body)
    if not told:
        raise Distrusted("not_discovery")
    return told


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
