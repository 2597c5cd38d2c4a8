"""What browsers' passkeys are asked to do, and whether they have done it: WebAuthn, level 2.

Its library takes a while to load and is wanted seldom: it is imported where a passkey is used.
"""

import json
from collections.abc import Iterable
from typing import Any

import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from handlers.desk.seats import Seat
from storage import access

REQUIRED = UserVerificationRequirement.REQUIRED
Options = dict[str, Any]


def to_make(seat: Seat, host: str, secret: str, others: Iterable[bytes]) -> Options:
    """Says what a new key is made of; it is kept on its device and opens with that one's own check."""
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=seat.unit_name,
        user_id=str(seat.account.id).encode(),
        user_name=seat.account.name,
        challenge=secret.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=credential) for credential in others],
    )
    return dict(json.loads(webauthn.options_to_json(options)))


def made(credential: Options, host: str, origin: str, secret: str) -> tuple[bytes, bytes, int]:
    """Gives credential id, public key and count of a key that was made. Raises NotAllowed."""
    try:
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=secret.encode(),
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise access.NotAllowed(type(problem).__name__) from None
    return verified.credential_id, verified.credential_public_key, verified.sign_count


def to_sign(host: str, secret: str) -> Options:
    """Says what a key is to sign, whoever's it is."""
    options = webauthn.generate_authentication_options(
        rp_id=host, challenge=secret.encode(), user_verification=REQUIRED
    )
    return dict(json.loads(webauthn.options_to_json(options)))


def signed(credential: Options, host: str, origin: str, secret: str, public_key: bytes, count: int) -> int:
    """Gives the new count of a key that has signed. Raises NotAllowed."""
    try:
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=secret.encode(),
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=public_key,
            credential_current_sign_count=count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise access.NotAllowed(type(problem).__name__) from None
    return verified.new_sign_count
