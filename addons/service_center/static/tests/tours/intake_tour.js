import { registry } from "@web/core/registry";

// The desk photographs a phone, notes the consents, and the customer signs: on a desktop
// and on a phone. The order is open already.

/** A picture as the camera gives it: far bigger than what is sent. */
async function choosePhotos(input, count) {
    const chosen = new DataTransfer();
    for (let number = 0; number < count; number++) {
        const canvas = document.createElement("canvas");
        canvas.width = 4000;
        canvas.height = 3000;
        const context = canvas.getContext("2d");
        context.fillStyle = ["navy", "teal", "olive"][number % 3];
        context.fillRect(0, 0, 4000, 3000);
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
        chosen.items.add(new File([blob], `photo ${number}.png`, { type: "image/png" }));
    }
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
}

/** Strokes with a finger or a mouse. */
function draw(canvas) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const stroke = (type, part) =>
        canvas.dispatchEvent(
            new PointerEvent(type, {
                clientX: left + width * (0.1 + 0.8 * part),
                clientY: top + height * (0.5 + 0.3 * Math.sin(part * 12)),
                pointerId: 1,
                pointerType: "touch",
                isPrimary: true,
                button: 0,
                buttons: type === "pointerup" ? 0 : 1,
                pressure: 0.5,
                bubbles: true,
                cancelable: true,
            })
        );
    stroke("pointerdown", 0);
    for (let part = 0; part <= 1; part += 0.05) {
        stroke("pointermove", part);
    }
    stroke("pointerup", 1);
}

const pressSign = (small) => ({
    content: small ? "Down the page stands a big button" : "Above stands a button",
    trigger: `${small ? ".o_notebook" : ".o_statusbar_buttons"} button[name=action_sign_receipt]`,
    run: "click",
});

const steps = (small) => [
    { trigger: ".o_form_view [name=name] span:contains(-)" },
    { trigger: ".nav-link[name=intake]", run: "click" },
    {
        content: "Photos as the camera gives them",
        trigger: ".o_service_photos:has(.o_service_files)",
        run: async ({ anchor }) => choosePhotos(anchor.querySelector(".o_service_files"), 2),
    },
    {
        content: "Both are there",
        trigger: ".o_service_photo_grid .o_service_photo:nth-child(2) img",
        timeout: 30000,
    },
    { trigger: ".o_service_photo:first button", run: "click" },
    { content: "A tap opens it big", trigger: ".o-FileViewer img" },
    { trigger: ".o-FileViewer [aria-label=Close]", run: "click" },
    { trigger: "body:not(:has(.o-FileViewer))" },
    pressSign(small),
    {
        content: "Everything that is missing is said at once",
        trigger: ".modal-body:contains(appearance):contains(Completeness):contains(Loss of data)",
    },
    { trigger: ".modal-footer button", run: "click" },
    {
        trigger: ".o_field_widget[name=appearance] textarea",
        run: "edit Scratch on the back",
    },
    { trigger: ".o_field_widget[name=no_accessories] input", run: "click" },
    { trigger: "[name=consent_ids] button[name=action_agree]", run: "click" },
    { trigger: "[name=consent_ids] .badge:contains(Agreed)" },
    pressSign(small),
    {
        content: "The customer reads the receipt",
        trigger: ".o_service_sign iframe.o_service_receipt",
        run: async ({ anchor }) => {
            for (let waited = 0; waited < 100; waited++) {
                const text = anchor.contentDocument?.body?.textContent || "";
                if (text.includes("Scratch on the back") && text.includes("Loss of data")) {
                    return;
                }
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
            throw new Error("The receipt does not show what was agreed");
        },
    },
    { trigger: ".o_service_sign_confirm:disabled" },
    {
        content: "The customer signs",
        trigger: ".o_service_sign canvas.o_web_sign_signature",
        run: ({ anchor }) => draw(anchor),
    },
    { trigger: ".o_service_sign_confirm:enabled", run: "click" },
    { trigger: "body:not(:has(.o_service_sign))", timeout: 30000 },
    { trigger: "[name=receipt] .badge:contains(Signed v1)" },
    {
        content: "A change is seen at once",
        trigger: ".o_field_widget[name=fault] textarea",
        run: "edit Does not charge either",
    },
    { trigger: ".o_form_button_save", run: "click" },
    { trigger: "[name=receipt] .badge:contains(Changed since):contains(Stated Fault)" },
];

registry.category("web_tour.tours").add("service_center_intake", {
    steps: () => steps(false),
});

registry.category("web_tour.tours").add("service_center_intake_phone", {
    steps: () => steps(true),
});
