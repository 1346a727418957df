import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import { compression } from 'vite-plugin-compression2';

const { port } = JSON.parse(readFileSync(new URL('contract.json', import.meta.url), 'utf8'));
const { API_URL } = process.env;

export default defineConfig({
  // Compressed once, here, and not at every request.
  plugins: [compression({ algorithms: ['gzip', 'brotliCompress'] })],
  // While you develop, Vite hands on what the server hands on later.
  server: { port, strictPort: true, ...(API_URL && { proxy: { '/api': API_URL } }) },
});
