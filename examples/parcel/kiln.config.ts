import { defineConfig } from "kilnjs";

export default defineConfig({
  models: {
    parcel: () => import("./models/parcel/index.js"),
  },
});
