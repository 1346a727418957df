import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import { compression } from 'vite-plugin-compression2';

const { port, calls = [] } = JSON.parse(readFileSync(new URL('contract.json', import.meta.url), 'utf8'));
const api = process.env[calls[0]?.variable ?? 'API_URL'];

export default defineConfig({
  // Compressed once, here, and not at every request.
  plugins: [compression({ algorithms: ['gzip', 'brotliCompress'] })],
  // While you develop, Vite hands on what the server hands on later.
  server: { port, strictPort: true, ...(api && { proxy: { '/api': api } }) },
});
