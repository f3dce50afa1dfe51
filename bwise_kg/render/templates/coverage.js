"use strict";
(() => {
  const form = document.querySelector("form.filter");
  const rows = [...document.querySelectorAll("tr.requirement")];
  const groups = [...document.querySelectorAll("table.skills tbody")];
  const status = form.querySelector(".shown");
  const chosen = (name) => [...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value);
  const show = () => {
    const verdicts = chosen("verdict");
    const kinds = chosen("kind");
    for (const row of rows) {
      const own = row.dataset.kinds.split(" ");
      row.hidden = !verdicts.includes(row.dataset.verdict) || !kinds.every((kind) => own.includes(kind));
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("tr.requirement:not([hidden])");
    }
    status.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} skills shown`;
  };
  const details = [...document.querySelectorAll("table.skills details")];
  const button = form.querySelector("button.all");
  const openAll = () => {
    const open = details.some((each) => !each.open);
    for (const each of details) {
      each.open = open;
    }
    button.textContent = open ? "Close all details" : "Open all details";
  };
  const reveal = () => {
    const row = document.getElementById(location.hash.slice(1));
    if (row && row.hidden) {
      form.reset();
      show();
      row.scrollIntoView();
    }
  };
  form.hidden = false;
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  button.addEventListener("click", openAll);
  window.addEventListener("hashchange", reveal);
  show();
})();
