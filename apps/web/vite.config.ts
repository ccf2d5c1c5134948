import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

/** Builds to `dist`; in development `/api` goes to a server on its default port. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { conditions: ["etcdscope-source", ...defaultClientConditions] },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": process.env["ETCDSCOPE_API"] ?? "http://127.0.0.1:8379" },
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
});
