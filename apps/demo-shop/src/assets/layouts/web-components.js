/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-argument, typescript/no-unsafe-call, typescript/no-unsafe-return -- plain browser script: no types */
// Elements of the shop's own making. Their insides are in open shadow roots; forms get their values as from any field.
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
  :host { display: block; margin: 0 0 14px; font: inherit; }
  label { display: block; font-size: 13px; color: #5a5a66; margin-bottom: 3px; }
  input[type=text], select { width: 100%; box-sizing: border-box; font: inherit; padding: 10px; border: 1px solid #c9c3ee; border-radius: 8px; background: #fff; }
  .error { color: #c62828; font-size: 13px; }
  .choice { display: block; padding: 6px 0; color: inherit; font-size: 15px; }
  button { font: inherit; background: #4a3fb5; color: #fff; border: 0; border-radius: 8px; padding: 11px 24px; cursor: pointer; }
  button.quiet { background: #e8e5fb; color: #4a3fb5; padding: 8px 14px; }
  button:disabled { background: #bbb; }
  nav { display: flex; gap: 30px; padding: 22px 40px; background: #ece9ff; align-items: center; }
  nav a { color: #4a3fb5; } nav .bag { margin-left: auto; }
  [role=alert] { background: #ffe9e9; color: #a00; border-radius: 8px; padding: 12px 16px; }
`);

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

class PineElement extends HTMLElement {
  static formAssociated = true;

  connectedCallback() {
    if (this.shadowRoot !== null) return;
    this.internals = this.attachInternals();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [SHEET];
    this.draw(this.shadowRoot);
  }

  text(name) {
    return this.getAttribute(name) ?? "";
  }
}

class PineField extends PineElement {
  draw(root) {
    const input = make("input", { type: "text", id: "in", value: this.text("value") });
    this.internals.setFormValue(input.value);
    input.addEventListener("input", () => this.internals.setFormValue(input.value));
    root.append(make("label", { htmlFor: "in", textContent: this.text("label") }), input);
    if (this.hasAttribute("error")) root.append(make("div", { className: "error", textContent: this.text("error") }));
  }
}

class PineSelect extends PineElement {
  draw(root) {
    const select = make("select", { id: "in" }, new Option("Please choose", ""));
    for (const { value, text } of JSON.parse(this.text("choices"))) select.append(new Option(text, value));
    select.addEventListener("change", () => this.internals.setFormValue(select.value));
    root.append(make("label", { htmlFor: "in", textContent: this.text("label") }), select);
  }
}

class PineChoice extends PineElement {
  draw(root) {
    root.append(make("label", { textContent: this.text("label") }));
    this.choose(this.text("value"));
    for (const { value, text } of JSON.parse(this.text("choices"))) {
      const radio = make("input", { type: "radio", name: "one", value, checked: value === this.text("value") });
      radio.addEventListener("change", () => {
        this.choose(value);
      });
      root.append(make("label", { className: "choice" }, radio, ` ${text}`));
    }
  }

  choose(value) {
    this.internals.setFormValue(value);
    if (this.text("name") === "pay") {
      document.querySelector("[data-card-box]")?.classList.toggle("is-open", value === "card");
    }
  }
}

class PineButton extends PineElement {
  draw(root) {
    const button = make("button", { type: "button", className: this.text("kind") }, make("slot"));
    button.disabled = this.hasAttribute("disabled");
    button.addEventListener("click", () => {
      if (this.hasAttribute("href")) location.assign(this.text("href"));
      if (this.hasAttribute("submit")) this.closest("form").requestSubmit();
    });
    root.append(button);
  }
}

class PineHeader extends PineElement {
  draw(root) {
    const bag = make("a", { className: "bag", href: "/cart", textContent: `Cart (${this.text("count")})` });
    root.append(make("nav", {}, make("slot"), make("a", { href: "/me/login", textContent: "Me" }), bag));
  }
}

class PineAlert extends PineElement {
  draw(root) {
    const box = make("div", {}, make("slot"));
    box.setAttribute("role", "alert");
    root.append(box);
  }
}

customElements.define("pine-field", PineField);
customElements.define("pine-select", PineSelect);
customElements.define("pine-choice", PineChoice);
customElements.define("pine-button", PineButton);
customElements.define("pine-header", PineHeader);
customElements.define("pine-alert", PineAlert);
