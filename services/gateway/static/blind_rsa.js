// Blind signatures (chữ ký mù): RFC 9474, RSABSSA-SHA384-PSS-Deterministic, as shared/blind_rsa.py has it.
// Who signs learns nothing about what is signed; blinding and unblinding therefore happen here and nowhere else.

const EXPONENT = 65537n;
const SALT = 48;
const HASH = 48;

const utf8 = new TextEncoder();

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const random = (size) => crypto.getRandomValues(new Uint8Array(size));

// What the council signs: a paper for this candidate, with a number only its holder knows.
export const messageOf = (itemId, serial) =>
  joined(utf8.encode("thidua/ballot/v1/"), fromHex(itemId.replaceAll("-", "")), serial);

// The code by which a member finds the ballot in the published list.
export async function receiptOf(serial) {
  const digest = await hash("SHA-256", joined(utf8.encode("receipt/"), serial));
  return base32(digest).slice(0, 20).match(/.{5}/g).join("-");
}

// Returns the message blinded for the signer, and the secret that unblinds the answer, both in hex.
export async function blind(modulus, message) {
  const n = toNumber(fromHex(modulus));
  const size = modulus.length / 2;
  const encoded = toNumber(await encode(message, n.toString(2).length - 1));
  for (;;) {
    const secret = unit(n);
    const inverse = inverseOf(secret, n);
    if (inverse === null || gcd(encoded, n) !== 1n) continue;
    const blinded = (encoded * power(inverse, EXPONENT, n)) % n;
    return { blinded: toHex(toBytes(blinded, size)), secret: toHex(toBytes(secret, size)) };
  }
}

// Returns the council's signature of the message in hex; throws where something else was signed.
export async function unblind(modulus, message, blindSignature, secret) {
  const n = toNumber(fromHex(modulus));
  const signature = toBytes((toNumber(fromHex(blindSignature)) * toNumber(fromHex(secret))) % n, modulus.length / 2);
  if (!(await verify(modulus, message, signature))) throw new Error("Chữ ký của Hội đồng trên phiếu không đúng.");
  return toHex(signature);
}

// Whether the signature is the council's, of the message: checked by the browser's own implementation.
export async function verify(modulus, message, signature) {
  const jwk = { kty: "RSA", n: base64url(fromHex(modulus)), e: "AQAB", ext: true };
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "RSA-PSS", saltLength: SALT }, key, signature, message);
}

// EMSA-PSS (RFC 8017, 9.1.1).
async function encode(message, bits) {
  const size = Math.ceil(bits / 8);
  const salt = random(SALT);
  const digest = await hash("SHA-384", joined(new Uint8Array(8), await hash("SHA-384", message), salt));
  const block = joined(new Uint8Array(size - SALT - HASH - 2), Uint8Array.of(1), salt);
  const mask = await maskOf(digest, block.length);
  const masked = block.map((byte, at) => byte ^ mask[at]);
  masked[0] &= 0xff >> (8 * size - bits);
  return joined(masked, digest, Uint8Array.of(0xbc));
}

// MGF1 (RFC 8017, B.2.1).
async function maskOf(seed, length) {
  const rounds = Array.from({ length: Math.ceil(length / HASH) }, (_, counter) =>
    hash("SHA-384", joined(seed, Uint8Array.of(0, 0, counter >> 8, counter & 0xff))));
  return joined(...(await Promise.all(rounds))).slice(0, length);
}

async function hash(name, bytes) {
  return new Uint8Array(await crypto.subtle.digest(name, bytes));
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const toNumber = (bytes) => (bytes.length ? BigInt(`0x${toHex(bytes)}`) : 0n);
const toBytes = (number, size) => fromHex(number.toString(16).padStart(2 * size, "0"));

// A random number below n; sixteen bytes more than n has make every one as likely as the others.
function unit(n) {
  return (toNumber(random(Math.ceil(n.toString(16).length / 2) + 16)) % (n - 1n)) + 1n;
}

function power(base, exponent, n) {
  let result = 1n;
  for (let square = base % n; exponent > 0n; exponent >>= 1n, square = (square * square) % n) {
    if (exponent & 1n) result = (result * square) % n;
  }
  return result;
}

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

// The number that multiplied with a leaves one, or null where there is none.
function inverseOf(a, n) {
  let [previous, rest, x, y] = [a % n, n, 1n, 0n];
  while (rest) {
    const quotient = previous / rest;
    [previous, rest] = [rest, previous - quotient * rest];
    [x, y] = [y, x - quotient * y];
  }
  return previous === 1n ? ((x % n) + n) % n : null;
}

function base32(bytes) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => letters[parseInt(five, 2)]).join("");
}

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
