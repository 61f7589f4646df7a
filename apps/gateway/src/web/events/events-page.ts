import {
  type AsyncApi,
  type Channel,
  exampleOf,
  type Field,
  fieldsOf,
  type Message,
  type Schema,
} from './async-api.js';
import { html, type Html } from './html.js';

/** Topics, events, their fields and an example each, out of the AsyncAPI document; it needs no script. */
export function eventsPage(document: unknown): string {
  const api = document as AsyncApi;
  const channels = Object.values(api.channels);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${api.info.title}</title>
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
        <link rel="stylesheet" href="/docs/events.css" />
      </head>
      <body>
        <header>
          <h1>${api.info.title} <small>${api.info.version}</small></h1>
          <p>${api.info.description ?? ''}</p>
          <p>
            <a href="/asyncapi.json">AsyncAPI document</a> · <a href="/docs">HTTP API</a> ·
            <a href="/">Dashboard</a>
          </p>
        </header>
        <nav aria-label="Topics">
          <ul>
            ${channels.map((channel) => contents(channel))}
          </ul>
        </nav>
        <main>${channels.map((channel) => topic(channel, api))}</main>
      </body>
    </html>`.text;
}

function contents({ address, messages }: Channel): Html {
  return html`<li>
    <a href="#${address}">${address}</a>
    <ul>
      ${Object.keys(messages).map((name) => html`<li><a href="#${name}">${name}</a></li>`)}
    </ul>
  </li>`;
}

function topic({ address, description = '', messages }: Channel, api: AsyncApi): Html {
  return html`<section id="${address}">
    <h2><code>${address}</code></h2>
    <p>${description}</p>
    ${Object.keys(messages).map((name) => event(name, api))}
  </section>`;
}

function event(name: string, { components }: AsyncApi): Html {
  const message: Message | undefined = components.messages[name];
  const schema: Schema = components.schemas[name] ?? {};
  const example = message?.examples?.[0]?.payload ?? exampleOf(schema);
  const data = schema.properties?.data ?? {};
  return html`<article id="${name}">
    <h3><code>${message?.name ?? name}</code></h3>
    <p>${message?.summary ?? ''}</p>
    <details>
      <summary>Fields of <code>data</code></summary>
      ${fieldTable(name, fieldsOf(data))}
    </details>
    <details>
      <summary>Example</summary>
      <pre tabindex="0" aria-label="Example of ${name}">${JSON.stringify(example, null, 2)}</pre>
    </details>
  </article>`;
}

function fieldTable(name: string, fields: readonly Field[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Fields of ${name}">
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${fields.map(
          ({ path, type, isRequired, description }) =>
            html`<tr>
              <td><code>${path}</code>${isRequired ? '' : ' (optional)'}</td>
              <td>${type}</td>
              <td>${description}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export const EVENTS_STYLE = `:root { color-scheme: light dark; --line: light-dark(#d5dae1, #39414d); --muted: light-dark(#4f5b6b, #a6b0be); }
body { background: light-dark(#fff, #101318); color: light-dark(#16191d, #e8ebef); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; display: grid; gap: 1rem; }
a { color: light-dark(#0b57c4, #8db8ff); }
small, nav { color: var(--muted); }
nav > ul { columns: 16rem; padding: 0; list-style: none; }
nav ul ul { padding-inline-start: 1rem; list-style: none; }
nav > ul > li { break-inside: avoid; margin-block-end: 0.75rem; }
h2 { border-block-start: 1px solid var(--line); padding-block-start: 1rem; }
h2, h3 { overflow-wrap: anywhere; }
h3 { margin-block-end: 0; }
p { margin-block: 0.25rem; }
summary { cursor: pointer; }
.scroll, pre { overflow-x: auto; }
pre { border: 1px solid var(--line); padding: 0.75rem; border-radius: 6px; font-size: 0.85rem; }
table { border-collapse: collapse; font-size: 0.9rem; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.3rem 0.6rem; border-block-end: 1px solid var(--line); }
:target { scroll-margin-block-start: 1rem; outline: 2px solid light-dark(#0b57c4, #8db8ff); outline-offset: 6px; border-radius: 2px; }
`;
