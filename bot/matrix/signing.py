"""Cross-signing: the account says of its device that it belongs to it.

Apps send no keys to a device that its owner has not signed, and show nothing of it, so a bot that
did not do this would neither read nor be read. nio cannot do it. The signing keys are made, used
once and forgotten: the bot has one device, and a new one needs a new identity anyway.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.PublicKey.ECC import EccKey
from Crypto.Signature import eddsa
from nio import Api, AsyncClient

from bot.matrix.answers import asked
from bot.messaging.sending import TryAgain

_V3 = "/_matrix/client/v3"
_SERVER_FAILS = 500
Json = dict[str, Any]


async def sign_device(client: AsyncClient, password: str) -> bool:
    """See to it that the device is signed by its account; quick when it is.

    Args:
        client: logged in, its device keys uploaded.
        password: of the account; needed where the account has other signing keys already.

    Returns:
        Whether it is signed now.

    Raises:
        TryAgain: the homeserver is down or busy.
    """
    user, device = client.user_id, client.device_id
    query = await _call(client, "/keys/query", {"device_keys": {user: [device]}})
    keys = query.get("device_keys", {}).get(user, {}).get(device)
    if keys is None:
        raise TryAgain
    owners = query.get("self_signing_keys", {}).get(user, {}).get("keys", {})
    if owners.keys() & keys["signatures"][user].keys():
        return True
    master, own, others = (ECC.generate(curve="ed25519") for _ in range(3))
    if not await _publish(client, password, master, own, others):
        return False
    signed = {name: part for name, part in keys.items() if name not in ("unsigned", "signatures")}
    told = await _call(
        client, "/keys/signatures/upload", {user: {device: _signed(signed, user, own)}}
    )
    return not told.get("failures") and "errcode" not in told


async def _publish(
    client: AsyncClient, password: str, master: EccKey, own: EccKey, others: EccKey
) -> bool:
    """Give the account new signing keys; False where the homeserver does not let us."""
    user = client.user_id
    keys: Json = {
        "master_key": _key("master", user, master),
        "self_signing_key": _signed(_key("self_signing", user, own), user, master),
        "user_signing_key": _signed(_key("user_signing", user, others), user, master),
    }
    told = await _call(client, "/keys/device_signing/upload", keys)
    if "session" in told and password:
        keys["auth"] = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user},
            "password": password,
            "session": told["session"],
        }
        told = await _call(client, "/keys/device_signing/upload", keys)
    return "session" not in told and "errcode" not in told


def _key(usage: str, user: str, key: EccKey) -> Json:
    public = _public(key)
    return {"user_id": user, "usage": [usage], "keys": {f"ed25519:{public}": public}}


def _signed(content: Json, user: str, key: EccKey) -> Json:
    """The content with a signature over it as the specification wants it: canonical JSON."""
    text = Api.to_canonical_json(content).encode()
    signature = _base64(eddsa.new(key, "rfc8032").sign(text))
    return {**content, "signatures": {user: {f"ed25519:{_public(key)}": signature}}}


def _public(key: EccKey) -> str:
    return _base64(key.public_key().export_key(format="raw"))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")


async def _call(client: AsyncClient, path: str, content: Json) -> Json:
    """The answer to a call that nio does not know, also where it is a refusal."""
    headers = {
        "Authorization": f"Bearer {client.access_token}",
        "Content-Type": "application/json",
    }
    response = await asked(client.send("POST", f"{_V3}{path}", json.dumps(content), headers))
    if response.status >= _SERVER_FAILS:
        raise TryAgain
    told = await response.json(content_type=None)
    return told if isinstance(told, dict) else {}
