/** Files that Kiln itself writes beside drawn faces: no pictures, and nothing to tell about. */
export const OWN_FILES = ["factors.csv", "faces.json"] as const;
