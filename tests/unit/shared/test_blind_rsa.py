"""Blind signatures: the published example to the byte, and what a signer cannot do."""

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.blind_rsa import NotBlindable, PrivateKey, blind, blind_sign, finalize, new_key, verify

# RFC 9474, Appendix A.3 (RSABSSA-SHA384-PSS-Deterministic).
P = (
    "e1f4d7a34802e27c7392a3cea32a262a34dc3691bd87f3f310dc75673488930559c120fd0410194fb8a0da55bd0b81227e843fdca6692ae8"
    "0e5a5d414116d4803fca7d8c30eaaae57e44a1816ebb5c5b0606c536246c7f11985d731684150b63c9a3ad9e41b04c0b5b27cb188a692c84"
    "696b742a80d3cd00ab891f2457443dadfeba6d6daf108602be26d7071803c67105a5426838e6889d77e8474b29244cefaf418e381b312048"
    "b457d73419213063c60ee7b0d81820165864fef93523c9635c22210956e53a8d96322493ffc58d845368e2416e078e5bcb5d2fd68ae6acfa"
    "54f9627c42e84a9d3f2774017e32ebca06308a12ecc290c7cd1156dcccfb2311"
)
Q = (
    "c601a9caea66dc3835827b539db9df6f6f5ae77244692780cd334a006ab353c806426b60718c05245650821d39445d3ab591ed10a7339f15"
    "d83fe13f6a3dfb20b9452c6a9b42eaa62a68c970df3cadb2139f804ad8223d56108dfde30ba7d367e9b0a7a80c4fdba2fd9dde6661fc73fc"
    "2947569d2029f2870fc02d8325acf28c9afa19ecf962daa7916e21afad09eb62fe9f1cf91b77dc879b7974b490d3ebd2e95426057f35d0a3"
    "c9f45f79ac727ab81a519a8b9285932d9b2e5ccd347e59f3f32ad9ca359115e7da008ab7406707bd0e8e185a5ed8758b5ba266e8828f8d86"
    "3ae133846304a2936ad7bc7c9803879d2fc4a28e69291d73dbd799f8bc238385"
)
MESSAGE = "8f3dc6fb8c4a02f4d6352edf0907822c1210a9b32f9bdda4c45a698c80023aa6b59f8cfec5fdbb36331372ebefedae7d"
SALT = "051722b35f458781397c3a671a7d3bd3096503940e4c4f1aaa269d60300ce449555cd7340100df9d46944c5356825abf"
INVERSE = (
    "80682c48982407b489d53d1261b19ec8627d02b8cda5336750b8cee332ae260de57b02d72609c1e0e9f28e2040fc65b6f02d56dbd6aa9af8"
    "fde656f70495dfb723ba01173d4707a12fddac628ca29f3e32340bd8f7ddb557cf819f6b01e445ad96f874ba235584ee71f6581f62d4f43b"
    "f03f910f6510deb85e8ef06c7f09d9794a008be7ff2529f0ebb69decef646387dc767b74939265fec0223aa6d84d2a8a1cc912d5ca25b4e1"
    "44ab8f6ba054b54910176d5737a2cff011da431bd5f2a0d2d66b9e70b39f4b050e45c0d9c16f02deda9ddf2d00f3e4b01037d7029cd49c2d"
    "46a8e1fc2c0c17520af1f4b5e25ba396afc4cd60c494a4c426448b35b49635b337cfb08e7c22a39b256dd032c00adddafb51a627f99a0e17"
    "04170ac1f1912e49d9db10ec04c19c58f420212973e0cb329524223a6aa56c7937c5dffdb5d966b6cd4cbc26f3201dd25c80960a1a111b32"
    "947bb78973d269fac7f5186530930ed19f68507540eed9e1bab8b00f00d8ca09b3f099aae46180e04e3584bd7ca054df18a1504b89d1d167"
    "5d0966c4ae1407be325cdf623cf13ff13e4a28b594d59e3eadbadf6136eee7a59d6a444c9eb4e2198e8a974f27a39eb63af2c9af3870488b"
    "8adaad444674f512133ad80b9220e09158521614f1faadfe8505ef57b7df6813048603f0dd04f4280177a11380fbfc861dbcbd7418d62155"
    "248dad5fdec0991f"
)
BLINDED = (
    "10c166c6a711e81c46f45b18e5873cc4f494f003180dd7f115585d871a28930259654fe28a54dab319cc5011204c8373b50a57b0fdc7a678"
    "bd74c523259dfe4fd5ea9f52f170e19dfa332930ad1609fc8a00902d725cfe50685c95e5b2968c9a2828a21207fcf393d15f849769e2af34"
    "ac4259d91dfd98c3a707c509e1af55647efaa31290ddf48e0133b798562af5eabd327270ac2fb6c594734ce339a14ea4fe1b9a2f81c0bc23"
    "0ca523bda17ff42a377266bc2778a274c0ae5ec5a8cbbe364fcf0d2403f7ee178d77ff28b67a20c7ceec009182dbcaa9bc99b51ebbf13b7d"
    "542be337172c6474f2cd3561219fe0dfa3fb207cff89632091ab841cf38d8aa88af6891539f263adb8eac6402c41b6ebd72984e43666e537"
    "f5f5fe27b2b5aa114957e9a580730308a5f5a9c63a1eb599f093ab401d0c6003a451931b6d124180305705845060ebba6b0036154fcef3e5"
    "e9f9e4b87e8f084542fd1dd67e7782a5585150181c01eb6d90cb95883837384a5b91dbb606f266059ecc51b5acbaa280e45cfd2eec8cc1cd"
    "b1b7211c8e14805ba683f9b78824b2eb005bc8a7d7179a36c152cb87c8219e5569bba911bb32a1b923ca83de0e03fb10fba75d85c55907dd"
    "a5a2606bf918b056c3808ba496a4d95532212040a5f44f37e1097f26dc27b98a51837daa78f23e532156296b64352669c94a8a855acf3053"
    "3d8e0594ace7c442"
)
BLIND_SIGNATURE = (
    "364f6a40dbfbc3bbb257943337eeff791a0f290898a6791283bba581d9eac90a6376a837241f5f73a78a5c6746e1306ba3adab6067c32ff6"
    "9115734ce014d354e2f259d4cbfb890244fd451a497fe6ecf9aa90d19a2d441162f7eaa7ce3fc4e89fd4e76b7ae585be2a2c0fd6fb246b8a"
    "c8d58bcb585634e30c9168a434786fe5e0b74bfe8187b47ac091aa571ffea0a864cb906d0e28c77a00e8cd8f6aba4317a8cc7bf32ce566bd"
    "1ef80c64de041728abe087bee6cadd0b7062bde5ceef308a23bd1ccc154fd0c3a26110df6193464fc0d24ee189aea8979d722170ba945fdc"
    "ce9b1b4b63349980f3a92dc2e5418c54d38a862916926b3f9ca270a8cf40dfb9772bfbdd9a3e0e0892369c18249211ba857f35963d0e05d8"
    "da98f1aa0c6bba58f47487b8f663e395091275f82941830b050b260e4767ce2fa903e75ff8970c98bfb3a08d6db91ab1746c86420ee2e909"
    "bf681cac173697135983c3594b2def673736220452fde4ddec867d40ff42dd3da36c84e3e52508b891a00f50b4f62d112edb3b6b6cc3dbd5"
    "46ba10f36b03f06c0d82aeec3b25e127af545fac28e1613a0517a6095ad18a98ab79f68801e05c175e15bae21f821e80c80ab4fdec6fb34c"
    "a315e194502b8f3dcf7892b511aee45060e3994cd15e003861bc7220a2babd7b40eda03382548a34a7110f9b1779bf3ef6011361611e6bc5"
    "c0dc851e1509de1a"
)
SIGNATURE = (
    "6fef8bf9bc182cd8cf7ce45c7dcf0e6f3e518ae48f06f3c670c649ac737a8b8119a34d51641785be151a697ed7825fdfece82865123445ea"
    "b03eb4bb91cecf4d6951738495f8481151b62de869658573df4e50a95c17c31b52e154ae26a04067d5ecdc1592c287550bb982a5bb9c30fd"
    "53a768cee6baabb3d483e9f1e2da954c7f4cf492fe3944d2fe456c1ecaf0840369e33fb4010e6b44bb1d721840513524d8e9a3519f40d1b8"
    "1ae34fb7a31ee6b7ed641cb16c2ac999004c2191de0201457523f5a4700dd649267d9286f5c1d193f1454c9f868a57816bf5ff76c838a2ee"
    "b616a3fc9976f65d4371deecfbab29362caebdff69c635fe5a2113da4d4d8c24f0b16a0584fa05e80e607c5d9a2f765f1f069f8d4da21f27"
    "c2a3b5c984b4ab24899bef46c6d9323df4862fe51ce300fca40fb539c3bb7fe2dcc9409e425f2d3b95e70e9c49c5feb6ecc9d43442c33d50"
    "003ee936845892fb8be475647da9a080f5bc7f8a716590b3745c2209fe05b17992830ce15f32c7b22cde755c8a2fe50bd814a0434130b807"
    "dc1b7218d4e85342d70695a5d7f29306f25623ad1e8aa08ef71b54b8ee447b5f64e73d09bdd6c3b7ca224058d7c67cc7551e9241688ada12"
    "d859cb7646fbd3ed8b34312f3b49d69802f0eaa11bc4211c2f7a29cd5c01ed01a39001c5856fab36228f5ee2f2e1110811872fe7c865c42e"
    "d59029c706195d52"
)

PUBLISHED = PrivateKey(int(P, 16), int(Q, 16))
KEY = new_key()


def test_published_example_is_reproduced_to_the_byte() -> None:
    message, salt = bytes.fromhex(MESSAGE), bytes.fromhex(SALT)

    blinded, inverse = blind(PUBLISHED.public, message, salt=salt, inverse=int(INVERSE, 16))
    blind_signature = blind_sign(PUBLISHED, blinded)
    signature = finalize(PUBLISHED.public, message, blind_signature, inverse)

    assert (blinded.hex(), blind_signature.hex(), signature.hex()) == (BLINDED, BLIND_SIGNATURE, SIGNATURE)


@settings(max_examples=15, deadline=None)
@given(message=st.binary(max_size=200))
def test_blindly_signed_message_verifies_under_its_key_alone(message: bytes) -> None:
    blinded, inverse = blind(KEY.public, message)

    signature = finalize(KEY.public, message, blind_sign(KEY, blinded), inverse)

    assert verify(KEY.public, message, signature)
    assert not verify(KEY.public, message + b".", signature)
    assert not verify(PUBLISHED.public, message, signature)


def test_every_blinded_message_fits_every_signature() -> None:
    """For any blinded message and any message there is a secret that joins them, so that the signer cannot tell."""
    public = KEY.public
    one, other = secrets.token_bytes(32), secrets.token_bytes(32)
    blinded, inverse = blind(public, one)
    signed = blind_sign(KEY, blinded)
    signature = finalize(public, one, signed, inverse)
    other_blinded, other_inverse = blind(public, other)
    other_signed = blind_sign(KEY, other_blinded)
    other_signature = finalize(public, other, other_signed, other_inverse)

    crossed = int.from_bytes(other_signature, "big") * pow(int.from_bytes(signed, "big"), -1, public.n) % public.n

    assert finalize(public, other, signed, crossed) == other_signature
    assert pow(pow(crossed, -1, public.n), public.e, public.n) != 1
    assert signature != other_signature


@pytest.mark.parametrize("blinded", [b"", b"\0" * 256, b"\xff" * 256, b"\1" * 255, KEY.p.to_bytes(256, "big")], ids=str)
def test_what_is_no_blinded_message_is_not_signed(blinded: bytes) -> None:
    with pytest.raises(NotBlindable):
        blind_sign(KEY, blinded)


def test_signature_of_something_else_is_not_finalized() -> None:
    blinded, inverse = blind(KEY.public, b"mine")

    with pytest.raises(NotBlindable):
        finalize(KEY.public, b"yours", blind_sign(KEY, blinded), inverse)
