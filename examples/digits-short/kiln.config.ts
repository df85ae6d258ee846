import { defineConfig } from "kilnjs";

export default defineConfig({
  models: {
    digits: () => import("./models/digits.js"),
    parcel: () => import("./models/parcel.js"),
  },
});
