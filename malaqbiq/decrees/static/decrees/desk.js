// The button of a pile says how many decrees it takes along: those that are marked, or all.
document.querySelectorAll("form.pile").forEach((pile) => {
  const count = pile.querySelector("[data-marked]");
  if (!count) return;
  const say = () => {
    const marked = pile.querySelectorAll("input[name=pick]:checked").length;
    count.textContent = marked || count.dataset.marked;
  };
  pile.addEventListener("change", say);
  say();
});
