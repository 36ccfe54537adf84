// Sound documents that the comparison with the official schemas mutates. Together they hold every member that a schema knows.
export const cardSchema = 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json'
export const serverSchema = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'

export const cards = [
  {
    $schema: cardSchema,
    name: 'com.example/weather',
    version: '1.4.0',
    description: 'Forecasts and storm alerts'
  },
  {
    $schema: cardSchema,
    name: 'io.github.example/tide_tables.v2',
    version: '2.0.0-rc.1',
    description: 'Tides for harbours',
    title: 'Tide tables',
    websiteUrl: 'https://tides.example.com/about?lang=en#top',
    repository: { url: 'https://github.com/example/tides', source: 'github', id: '4711', subfolder: 'servers/tides' },
    icons: [
      { src: 'https://tides.example.com/icon.png', mimeType: 'image/png', sizes: ['48x48', 'any'], theme: 'dark' },
      { src: 'data:image/png;base64,iVBORw0KGgo=' }
    ],
    remotes: [
      {
        type: 'streamable-http',
        url: 'https://{region}.example.com/mcp',
        supportedProtocolVersions: ['2025-06-18', '2025-11-25'],
        variables: {
          region: { description: 'Where', isRequired: true, choices: ['north', 'south'], default: 'north' },
          key: { isSecret: true, format: 'string', placeholder: 'abc', value: 'x' }
        },
        headers: [
          { name: 'X-Days', format: 'number', value: '{days}', variables: { days: { default: '3', isRequired: false } } },
          { name: 'Authorization', isSecret: true, isRequired: true, description: 'Key of your account' }
        ]
      },
      { type: 'sse', url: '{base}/sse', variables: { base: { choices: ['https://a.example.com'] } } }
    ],
    _meta: { 'com.example/build': { commit: 'abc123' } }
  }
]

export const servers = [
  {
    $schema: serverSchema,
    name: 'com.example/weather',
    version: '1.4.0',
    description: 'Forecasts and storm alerts',
    remotes: [{ type: 'streamable-http', url: 'https://mcp.example.com/mcp' }]
  },
  {
    $schema: serverSchema,
    name: 'io.github.example/tide_tables.v2',
    version: '2.0.0-rc.1',
    description: 'Tides for harbours',
    title: 'Tide tables',
    websiteUrl: 'https://tides.example.com/about?lang=en#top',
    repository: { url: 'https://github.com/example/tides', source: 'github', id: '4711', subfolder: 'servers/tides' },
    icons: [{ src: 'https://tides.example.com/icon.png', mimeType: 'image/png', sizes: ['48x48', 'any'], theme: 'light' }],
    remotes: [
      {
        type: 'sse',
        url: 'https://mcp.example.com/{tenant}/sse',
        variables: { tenant: { description: 'Your account', isRequired: true, choices: ['a', 'b'], default: 'a' } },
        headers: [
          { name: 'Authorization', isSecret: true, value: 'Bearer {key}', variables: { key: { isSecret: true, placeholder: 'k' } } },
          { name: 'X-Days', format: 'number', default: '3', isRequired: false, description: 'How far to look' }
        ]
      }
    ],
    _meta: { 'io.modelcontextprotocol.registry/publisher-provided': { tool: 'ci' } }
  },
  {
    $schema: serverSchema,
    name: 'com.example/tools',
    version: '3.1.4',
    description: 'Packages of every sort',
    packages: [
      {
        registryType: 'npm',
        registryBaseUrl: 'https://npmjs.org',
        identifier: '@example/tools',
        version: '3.1.4',
        runtimeHint: 'npx',
        runtimeArguments: [{ type: 'positional', value: '-y' }],
        packageArguments: [
          { type: 'named', name: '--port', valueHint: 'port', default: '8080', format: 'number', isRepeated: false },
          { type: 'positional', valueHint: 'folder', isRequired: true, format: 'filepath', isRepeated: true },
          { type: 'named', name: '--key', value: '{secret}', variables: { secret: { isSecret: true } } }
        ],
        environmentVariables: [
          { name: 'HOST_NAME', default: 'localhost' },
          { name: 'API_KEY', isRequired: true, isSecret: true, variables: { x: { format: 'boolean', default: 'true' } } }
        ],
        transport: { type: 'streamable-http', url: 'http://{HOST_NAME}:{port}/mcp', headers: [{ name: 'X-Key', value: 'a' }] }
      },
      { registryType: 'oci', identifier: 'ghcr.io/example/tools:3.1.4', transport: { type: 'stdio' } },
      {
        registryType: 'mcpb',
        identifier: 'https://github.com/example/tools-mcp/releases/download/v3.1.4/tools.mcpb',
        fileSha256: 'fe333e598595000ae021bd27117db32ec69af6987f507ba7a63c90638ff633ce',
        transport: { type: 'stdio' }
      },
      { registryType: 'pypi', identifier: 'example_tools', version: '3.1.4', transport: { type: 'sse', url: 'http://localhost:1/sse' } }
    ]
  }
]

export const bundles = [
  {
    manifest_version: '0.3',
    name: 'weather',
    version: '1.4.0',
    description: 'Forecasts and storm alerts',
    author: { name: 'Acme' },
    server: { type: 'python', entry_point: 'server.py', mcp_config: { command: 'python' } }
  },
  {
    $schema: 'https://example.com/manifest.schema.json',
    dxt_version: '0.3',
    manifest_version: '0.3',
    name: 'tides',
    display_name: 'Tide tables',
    version: '2.0.0-rc.1',
    description: 'Tides for harbours',
    long_description: '# Tides',
    author: { name: 'Acme', email: 'dev@example.com', url: 'https://example.com' },
    repository: { type: 'git', url: 'https://github.com/example/tides.git' },
    homepage: 'https://tides.example.com',
    documentation: 'https://tides.example.com/docs',
    support: 'https://tides.example.com/help',
    icon: 'icon.png',
    icons: [{ src: 'icons/16.png', size: '16x16', theme: 'dark' }],
    screenshots: ['shots/1.png'],
    localization: { resources: 'locales/${locale}.json', default_locale: 'en-US' },
    server: {
      type: 'node',
      entry_point: 'server/index.js',
      mcp_config: {
        command: 'node',
        args: ['${__dirname}/server/index.js', '${user_config.folders}'],
        env: { TIDES_KEY: '${user_config.key}', DAYS: '${user_config.days}', DRY: '${user_config.dry}' },
        platform_overrides: { win32: { command: 'node.exe', args: ['server'], env: { A: 'b' } }, linux: {} }
      }
    },
    tools: [{ name: 'get_tides', description: 'Gives the tides of a harbour' }, { name: 'list_harbours' }],
    tools_generated: true,
    prompts: [{ name: 'week', description: 'A week of tides', arguments: ['harbour'], text: 'Tides of ${arguments.harbour}' }],
    prompts_generated: false,
    keywords: ['tides'],
    license: 'MIT',
    privacy_policies: ['https://example.com/privacy'],
    compatibility: { claude_desktop: '>=1.0.0', platforms: ['darwin', 'linux'], runtimes: { node: '>=20', python: '>=3.10' } },
    user_config: {
      key: { type: 'string', title: 'Key', description: 'Key of your account', sensitive: true, required: true },
      days: { type: 'number', title: 'Days', description: 'How far to look ahead', default: 3, min: 1, max: 14 },
      dry: { type: 'boolean', title: 'Dry run', description: 'Change nothing', default: false },
      folders: { type: 'directory', title: 'Folders', description: 'What may be read', multiple: true, default: ['${HOME}/tides'] }
    },
    _meta: { 'com.example': { build: 7 } }
  }
]
