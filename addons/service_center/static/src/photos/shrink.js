/**
 * The longest side of a photo as it is sent. The camera of a phone takes 12 megapixels
 * and more; nobody needs them to see a scratch.
 */
export const LONGEST_SIDE = 1920;
const QUALITY = 0.85;
const SMALL_ENOUGH = 1024 * 1024;

/**
 * A photo made small before it is sent: a JPEG of at most 1920 pixels, upright, without
 * the place it was taken at. One that is small already stays as it is.
 *
 * @param {File} file
 * @returns {Promise<Blob|File>}
 * @throws {Error} if the browser cannot show the file as a picture
 */
export async function shrinkPhoto(file) {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    try {
        const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
        if (scale === 1 && file.type === "image/jpeg" && file.size <= SMALL_ENOUGH) {
            return file;
        }
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(bitmap.width * scale);
        canvas.height = Math.round(bitmap.height * scale);
        const context = canvas.getContext("2d");
        context.fillStyle = "white"; // a JPEG knows no transparency
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise((resolve) =>
            canvas.toBlob(resolve, "image/jpeg", QUALITY)
        );
        if (!blob) {
            throw new Error("The picture could not be drawn");
        }
        return blob;
    } finally {
        bitmap.close();
    }
}
