// What can be said against a page as it stands: every function returns a list of faults in words, empty when all is well.
// Evaluated in the page, after axe.
(() => {
  const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], rules: { "target-size": { enabled: true } } };
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 0;
  const controls = () => all(CONTROLS).filter((element) => seen(element) && !element.matches(".skip"));
  const style = (element) => getComputedStyle(element);
  const named = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);

  async function axeFaults() {
    const { violations } = await axe.run(document, { ...RULES, resultTypes: ["violations"], preload: false });
    return violations.flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 140)}`));
  }

  function overflow() {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const wide = all("main *").filter((element) => element.getBoundingClientRect().right > page.clientWidth + 1 && !element.closest(".scroller"));
    return [`${page.scrollWidth} px wide in ${page.clientWidth}: ${wide.slice(-1).map(named)}`];
  }

  /** Words that a box cuts off. */
  function clipped() {
    const hasWords = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return all("body *")
      .filter((element) => seen(element) && hasWords(element) && !element.closest(".visually-hidden, svg, noscript, select"))
      .filter((element) => ["hidden", "clip"].includes(style(element).overflowX) && element.scrollWidth > element.clientWidth + 1)
      .map((element) => `cut off: ${named(element)}`);
  }

  /** A tap on the words of a box or ring counts as one on it. */
  function hitArea(element) {
    const boxes = [element, ...(element.matches("[type=checkbox], [type=radio]") ? element.labels : [])].map((part) => part.getBoundingClientRect());
    return [
      Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left)),
      Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top)),
    ];
  }

  function isInText(link) {
    const block = link.closest("p, li, dd, td, h2, h3, div");
    return link.matches("a") && style(link).display === "inline" && block.textContent.trim() !== link.textContent.trim();
  }

  /** 44 x 44 px for whatever can be tapped, 64 high for the buttons of Now, 24 for a link in a sentence.
      A spot of the body outline stands in the list below it too, in the full size. */
  function smallTargets() {
    const isNow = document.body.matches(".now");
    return controls().flatMap((element) => {
      const [width, height] = hitArea(element);
      const isButton = isNow && element.matches("button:not(.spot), .button, a.chip");
      const least = isInText(element) ? 24 : isButton ? 64 : 44;
      // Seven days stand side by side, however narrow the screen is.
      const leastWidth = element.matches(".day") ? Math.min(44, innerWidth / 9) : Math.min(least, 44);
      const enough = height >= least - 0.5 && width >= leastWidth - 0.5;
      return enough ? [] : [`${Math.round(width)} x ${Math.round(height)} px, not ${least}: ${named(element)}`];
    });
  }

  /** On Now the words are 24 px, nothing is below 20. */
  function smallWords() {
    if (!document.body.matches(".now")) return [];
    const body = parseFloat(style(document.body).fontSize);
    const small = all("body *").filter((element) =>
      seen(element) && !element.matches(".visually-hidden, .visually-hidden *, .skip, svg *") &&
      [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && parseFloat(style(element).fontSize) < 20);
    return [...(body < 24 ? [`body is ${body} px`] : []), ...small.map((element) => `${style(element).fontSize}: ${named(element)}`)];
  }

  /** Where a tap on a link or button leads: its address, and what it would send. */
  function goal(element) {
    if (element.href) return element.href;
    if (!element.form) return named(element);
    const sent = new FormData(element.form, element);
    for (const name of ["csrfmiddlewaretoken", "id", "at", "time_zone"]) sent.delete(name);
    return `${element.formAction}?${new URLSearchParams(sent)}`;
  }

  /** Two controls of one name that do different things: who speaks to the phone cannot say which is meant. */
  function sharedNames() {
    axe.setup(document);
    const goals = new Map();
    for (const element of controls().filter((control) => control.matches("a, button, summary"))) {
      const name = axe.commons.text.accessibleText(element).toLowerCase().trim();
      goals.set(name, (goals.get(name) ?? new Set()).add(goal(element)));
    }
    axe.teardown();
    return [...goals].flatMap(([name, where]) => (where.size > 1 ? [`“${name}” is ${[...where].join(" and ")}`] : []));
  }

  function headings() {
    const found = all("h1").filter((heading) => heading.checkVisibility()).map((heading) => heading.textContent.trim());
    return found.length === 1 && found[0] ? [] : [`h1: ${JSON.stringify(found)}`];
  }

  function motion() {
    const lasts = (element) => [style(element).transitionDuration, style(element).animationDuration].some((times) => times.split(",").some((time) => parseFloat(time) > 0.01));
    return all("*").filter(lasts).map((element) => `moves: ${named(element)}`);
  }

  /** The bars that stay while one scrolls cover at most half of the screen; what they say of the last tap goes with the next page. */
  function covered() {
    const bars = all(".places, .save-bar, .now-actions").filter((bar) => seen(bar) && [bar, bar.parentElement].some((part) => style(part).position === "fixed") && style(bar).position !== "sticky");
    const height = bars.reduce((sum, bar) => sum + bar.offsetHeight, 0);
    return height <= innerHeight / 2 ? [] : [`${height} of ${innerHeight} px are covered by ${bars.map(named)}`];
  }

  /** The light that a screenshot sends out: its mean luminance, and the share of 12-px tiles that are bright. */
  async function light(png) {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const { width, height } = picture;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const linear = Array.from({ length: 256 }, (_, value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    const tile = 12;
    const tiles = new Float64Array(Math.ceil(width / tile) * Math.ceil(height / tile));
    let sum = 0;
    for (let y = 0, at = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1, at += 4) {
        const luminance = 0.2126 * linear[data[at]] + 0.7152 * linear[data[at + 1]] + 0.0722 * linear[data[at + 2]];
        sum += luminance;
        tiles[Math.floor(y / tile) * Math.ceil(width / tile) + Math.floor(x / tile)] += luminance / tile ** 2;
      }
    }
    return { mean: sum / (width * height), bright: tiles.filter((luminance) => luminance > 0.2).length / tiles.length };
  }

  const setTheme = (theme) => { document.documentElement.dataset.theme = theme; };

  /** What axe and the rules of the house find at this width, in one theme. */
  async function look(theme) {
    setTheme(theme);
    for (const fold of all("details")) fold.open = true;
    const ours = [overflow, clipped, smallTargets, smallWords, sharedNames, headings, motion, covered].flatMap((rule) => rule());
    return [...ours, ...(await axeFaults())];
  }

  const SPREAD = new CSSStyleSheet();
  SPREAD.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }");

  /** What does not stand text of double size, or spread out as far as WCAG 1.4.12 asks. */
  function enlarge() {
    document.documentElement.style.fontSize = "200%";
    const faults = [overflow, clipped].flatMap((rule) => rule());
    document.documentElement.style.fontSize = "";
    document.adoptedStyleSheets = [SPREAD];
    faults.push(...[overflow, clipped].flatMap((rule) => rule()));
    document.adoptedStyleSheets = [];
    return faults;
  }

  window.audit = { axeFaults, look, enlarge, light };
})();
