/** Styles are bundled by esbuild; a module imports them for that alone. */
declare module "*.css";
