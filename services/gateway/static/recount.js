// Anybody's own count of a published list: every signature checked, no paper twice, the totals added up here.

const page = document.getElementById("published");
const { fromHex, messageOf, receiptOf, verify } = await import(page.dataset.blindRsa);
const rows = [...page.querySelectorAll("[data-serial]")];
const verdict = page.querySelector("[data-verdict]");

async function isGenuine({ dataset: { serial, signature, receipt } }) {
  const message = messageOf(page.dataset.item, fromHex(serial));
  const isSigned = await verify(page.dataset.modulus, message, fromHex(signature));
  return isSigned && (await receiptOf(fromHex(serial))) === receipt;
}

async function recount() {
  const serials = new Set(rows.map((row) => row.dataset.serial));
  const genuine = await Promise.all(rows.map(isGenuine));
  const counted = { approve: 0, disapprove: 0, abstain: 0 };
  for (const row of rows) counted[row.dataset.choice] += 1;
  const faults = [
    [serials.size !== rows.length, "Có phiếu trùng số."],
    [genuine.includes(false), `Có ${genuine.filter((one) => !one).length} phiếu không mang chữ ký của Hội đồng.`],
    ...Object.entries(counted).map(([choice, number]) => [
      number !== Number(page.dataset[choice]), "Kết quả công bố khác với danh sách phiếu.",
    ]),
  ].filter(([holds]) => holds).map(([, words]) => words);
  verdict.className = faults.length ? "refused" : "flash";
  verdict.textContent = faults.length
    ? [...new Set(faults)].join(" ")
    : `Đã kiểm lại trên trình duyệt này: ${rows.length} phiếu đều do Hội đồng phát ra, không phiếu nào trùng; `
      + `đồng ý ${counted.approve}, không đồng ý ${counted.disapprove}, không có ý kiến ${counted.abstain}.`;
}

const button = page.querySelector("[data-recount]");
button.hidden = false;
button.addEventListener("click", recount);

// The receipt looked for never leaves this page.
const search = page.querySelector("[data-find]");
search.hidden = false;
search.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  const wanted = search.elements.receipt.value.toUpperCase().replaceAll(/[^A-Z2-7]/g, "");
  const found = rows.find((row) => row.dataset.receipt.replaceAll("-", "") === wanted);
  for (const row of rows) row.classList.toggle("found", row === found);
  search.querySelector("[data-found]").textContent = found
    ? `Phiếu có trong danh sách: ${found.dataset.words}.`
    : "Không có mã biên nhận này trong danh sách.";
  found?.scrollIntoView({ block: "center" });
});
