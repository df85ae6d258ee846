/** Side of the model's pictures, in pixels. */
export const FACE_SIZE = 64;
