/** Swagger UI's own page without its inline script, so that the policy of this door need not allow any. */
export const SWAGGER_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Waybill: HTTP API</title>
    <link rel="icon" type="image/svg+xml" href="/icon.svg" />
    <link rel="stylesheet" href="/docs/ui/swagger-ui.css" />
    <link rel="stylesheet" href="/docs/page.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <noscript>This page needs JavaScript; the documents themselves are at /openapi.json and /asyncapi.json.</noscript>
    <script src="/docs/ui/swagger-ui-bundle.js"></script>
    <script src="/docs/ui/swagger-ui-standalone-preset.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const DOCUMENTS = [
  { name: 'Everything', url: '/openapi.json' },
  ...['tasks', 'offline', 'store', 'tracking', 'files', 'waybill'].map((edition) => ({
    name: `Edition: ${edition}`,
    url: `/openapi/${edition}.json`,
  })),
];

export const STARTER = `window.ui = SwaggerUIBundle({
  urls: ${JSON.stringify(DOCUMENTS)},
  dom_id: '#swagger-ui',
  deepLinking: true,
  filter: true,
  docExpansion: 'none',
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
});
`;

/** Swagger UI's own colours are too pale to read for some. */
export const SWAGGER_STYLE = `body { margin: 0; }
.swagger-ui .topbar .link { display: none; }
.swagger-ui .info .title small, .swagger-ui .info .title small.version-stamp { background: #3f4a59; }
.swagger-ui .info .title small.version-stamp { background: #2c6a1c; }
.swagger-ui .info .title small pre { color: #fff; background: inherit; }
.swagger-ui .info .url, .swagger-ui a.link { color: #1d4ed8; }
.swagger-ui .btn.authorize { color: #1c6b47; border-color: #1c6b47; }
.swagger-ui .btn.authorize svg { fill: #1c6b47; }
html.dark-mode .swagger-ui .info .url, html.dark-mode .swagger-ui a.link { color: #9dbbff; }
html.dark-mode .swagger-ui .btn.authorize { color: #7fdcae; border-color: #7fdcae; }
`;
