import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `WAYBILL_URL` names the gateway that the development server passes requests on to. */
const gateway = process.env.WAYBILL_URL ?? 'http://127.0.0.1:8080';
const passed = ['/downloads', '/api', '/openapi', '/dashboard'];

export default defineConfig({
  // The gateway serves it at its root; the page itself uses the fragment for its places.
  base: './',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, sourcemap: false, target: 'es2023' },
  server: { proxy: Object.fromEntries(passed.map((path) => [path, gateway])) },
});
