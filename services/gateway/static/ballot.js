// A member's ballot papers: asked for by name while papers go out, cast by nobody in particular afterwards.
// A paper lives in this browser alone; it is kept before it is asked for, so that a lost answer loses no paper.

const page = document.getElementById("ballot");
const { blind, fromHex, messageOf, random, toHex, unblind } = await import(page.dataset.blindRsa);
const place = `thidua-papers-${page.dataset.session}`;
const items = [...page.querySelectorAll("[data-item]")];

const papers = () => JSON.parse(localStorage.getItem(place) ?? "{}");
const keep = (itemId, paper) => localStorage.setItem(place, JSON.stringify({ ...papers(), [itemId]: paper }));
const isReady = (paper) => Boolean(paper?.signature);

function say(where, words, isWrong = false) {
  where.textContent = words;
  where.className = isWrong ? "refused" : "hint";
  where.setAttribute("role", isWrong ? "alert" : "status");
}

// Returns the answer's content, or throws its sentence.
async function read(answer) {
  const content = await answer.json().catch(() => ({ message: "Hệ thống chưa trả lời được. Vui lòng thử lại." }));
  if (!answer.ok) throw new Error([content.message, ...(content.details ?? [])].join(" "));
  return content;
}

// Draws the number of a paper and hides it; what the council will see is only the blinded number.
async function begin(item) {
  const serial = random(32);
  const hidden = await blind(item.dataset.modulus, messageOf(item.dataset.item, serial));
  keep(item.dataset.item, { serial: toHex(serial), ...hidden });
}

async function take() {
  const wanted = items.filter((item) => item.dataset.aside === "no" && item.dataset.modulus);
  for (const item of wanted.filter((one) => !papers()[one.dataset.item] && one.dataset.taken === "no")) await begin(item);
  const asked = wanted.filter((item) => papers()[item.dataset.item]?.blinded);
  if (!asked.length) return;
  const form = new FormData();
  form.set("csrf", page.dataset.csrf);
  form.set("papers", JSON.stringify({
    papers: asked.map(({ dataset: { item } }) => ({ item_id: item, blinded: papers()[item].blinded })),
  }));
  const given = await read(await fetch(page.dataset.papers, { method: "POST", body: form }));
  for (const { item_id: itemId, blind_signature: blindSignature } of given.papers) {
    const { serial, secret } = papers()[itemId];
    const { modulus } = asked.find((item) => item.dataset.item === itemId).dataset;
    const signature = await unblind(modulus, messageOf(itemId, fromHex(serial)), blindSignature, secret);
    keep(itemId, { serial, signature });
  }
}

// Casts one ballot over its own request, without the cookie that says who is signed in.
async function cast(item) {
  const itemId = item.dataset.item;
  const { serial, signature } = papers()[itemId];
  const choice = item.querySelector("input[type=radio]:checked").value;
  const { receipt } = await read(await fetch(page.dataset.urn, {
    method: "POST",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ item_id: itemId, serial, signature, choice }),
  }));
  keep(itemId, { isCast: true });
  item.querySelector("[data-code]").textContent = receipt;
  item.querySelector("[data-receipt]").hidden = false;
}

function show() {
  const kept = papers();
  for (const item of items) {
    const paper = kept[item.dataset.item];
    const state = item.querySelector("[data-state]");
    const isReceiptShown = !item.querySelector("[data-receipt]").hidden;
    const isCasting = page.dataset.state === "casting";
    item.querySelector("form").hidden = !(isCasting && isReady(paper));
    if (item.dataset.aside === "yes") say(state, "Không tham gia biểu quyết nội dung này do xung đột lợi ích.");
    else if (paper?.isCast) say(state, isReceiptShown ? "Đã bỏ phiếu." : "Đã bỏ phiếu từ trình duyệt này.");
    else if (isReady(paper)) say(state, isCasting ? "Chọn một ý kiến rồi bỏ phiếu." : "Đã nhận phiếu. Chờ bắt đầu bỏ phiếu.");
    else if (item.dataset.taken === "yes" && !paper) {
      say(state, "Phiếu đã được nhận nhưng không có trong trình duyệt này. Mở tệp phiếu đã lưu để tiếp tục.", true);
    } else say(state, isCasting ? "Chưa nhận phiếu khi phát phiếu nên không bỏ phiếu được." : "Chưa nhận phiếu.");
  }
  const hasReady = Object.values(kept).some(isReady);
  page.querySelector("[data-take]").hidden = page.dataset.state !== "issuing";
  page.querySelector("[data-save]").hidden = !hasReady;
}

// Runs one action of the person; what goes wrong is said where the person looks.
async function attempt(where, button, action) {
  button.disabled = true;
  try {
    await action();
    say(where, "");
  } catch (error) {
    say(where, error.message, true);
  }
  button.disabled = false;
  show();
}

const notice = page.querySelector("[data-notice]");
const takeButton = page.querySelector("[data-take]");
takeButton.addEventListener("click", () => attempt(notice, takeButton, take));

page.querySelector("[data-save]").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(papers())], { type: "application/json" }));
  link.download = "phieu-bau.json";
  link.click();
  URL.revokeObjectURL(link.href);
});

page.querySelector("[data-open]").addEventListener("change", async ({ target }) => {
  await attempt(notice, target, async () => {
    const known = new Set(items.map((item) => item.dataset.item));
    const read = Object.entries(JSON.parse(await target.files[0].text())).filter(([itemId]) => known.has(itemId));
    for (const [itemId, paper] of read) if (!papers()[itemId]?.isCast) keep(itemId, paper);
  });
});

for (const item of items) {
  const form = item.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    attempt(item.querySelector("[data-wrong]"), form.querySelector("button"), () => cast(item));
  });
}

page.hidden = false;
show();
