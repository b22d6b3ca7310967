async function pressButtons(app) {
    const { App } = odoo.loader.modules.get("@odoo/owl");
    const { rpcBus } = odoo.loader.modules.get("@web/core/network/rpc");
    const { browser } = odoo.loader.modules.get("@web/core/browser/browser");
    const { action, menu, orm } = odoo.__WOWL_DEBUG__.root.env.services;
    const say = (text) => console.log(text);
    const pending = new Set();
    let pressed = 0;

    rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => pending.add(detail.data.id));
    rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => pending.delete(detail.data.id));
    // what leaves the page would end this program
    browser.open = (url) => say(`opens ${url}`);
    window.open = browser.open;
    window.print = () => {};

    const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));
    const isShown = (element) => element && element.offsetParent !== null;

    /** A refusal with its reason is an answer; a traceback is a fault, a locked door too. */
    const isFault = (dialog) =>
        dialog.querySelector(".btn-link, .o_error_detail") ||
        /access error/i.test(dialog.querySelector("header")?.innerText);

    async function idle(title) {
        let quiet = 0;
        for (let time = 0; quiet < 4; time += 25) {
            if (time > 60000) {
                throw new Error(`${title}: still busy after a minute`);
            }
            await sleep(25);
            const tasks = [...App.apps].reduce((sum, each) => sum + each.scheduler.tasks.size, 0);
            const blocked = document.querySelector(".o_blockUI");
            quiet = pending.size || tasks || blocked ? 0 : quiet + 1;
            const error = document.querySelector(".o_error_dialog");
            if (error && isFault(error)) {
                throw new Error(`${title}: ${error.innerText}`);
            }
        }
    }

    async function closeDialogs(title) {
        for (let round = 0; round < 6; round++) {
            const dialogs = [...document.querySelectorAll(".o_dialog")];
            if (!dialogs.length) {
                return;
            }
            const dialog = dialogs.at(-1);
            const isQuestion = !dialog.querySelector(".o_form_view, .o_list_view, .o_kanban_view");
            const yes = dialog.querySelector("footer .btn-primary");
            const close = dialog.querySelector("header .btn-close, .o_form_button_cancel");
            (round < 3 && isQuestion && yes ? yes : close || yes)?.click();
            await idle(title);
        }
        throw new Error(`${title}: its dialog cannot be closed`);
    }

    /** A row that was begun is given up: nothing of it is to be saved on leaving. */
    async function discard(title) {
        const shown = ".o_form_status_indicator_buttons:not(.invisible)";
        document.querySelector(`${shown} .o_form_button_cancel`)?.click();
        await idle(title);
    }

    async function open(values) {
        await action.doAction(
            { type: "ir.actions.act_window", target: "current", ...values },
            { clearBreadcrumbs: true }
        );
        await idle(`${values.res_model} ${values.res_id}`);
    }

    function getButtons() {
        const found = document.querySelectorAll(
            ".o_form_view .o_statusbar_buttons button, .o_form_view .oe_button_box button, " +
                ".o_form_sheet button[name], .o_form_sheet .o_notebook_headers a"
        );
        return [...found].filter((each) => isShown(each) && !each.disabled);
    }

    const nameOf = (each) =>
        each.getAttribute("name") || each.innerText.trim() || each.title || "?";

    async function pressAll(values) {
        await open(values);
        const seen = new Set();
        for (;;) {
            const button = getButtons().find((each) => !seen.has(nameOf(each)));
            if (!button) {
                return;
            }
            const name = nameOf(button);
            const title = `${values.res_model} ${values.res_id}: ${name}`;
            seen.add(name);
            say(title);
            button.click();
            pressed++;
            await idle(title);
            await closeDialogs(title);
            await discard(title);
            await open(values);
        }
    }

    /** A record for each state there is, or just one. */
    async function getRecords(model, domain) {
        const fields = await orm.call(model, "fields_get", [["state"], ["type", "store"]]);
        const ids = new Set(await orm.search(model, domain, { limit: 1 }));
        if (fields.state?.store) {
            for (const group of await orm.formattedReadGroup(model, domain, ["state"], ["id:max"])) {
                ids.add(group["id:max"]);
            }
        }
        return [...ids];
    }

    function* walk(tree) {
        for (const each of tree.childrenTree) {
            if (each.actionID) {
                yield each;
            }
            yield* walk(each);
        }
    }

    const { id } = menu.getApps().find((each) => each.xmlid === app);
    const done = new Set();
    for (const each of walk(menu.getMenuAsTree(id))) {
        const found = await action.loadAction(each.actionID);
        const form = found.views?.find((view) => view[1] === "form");
        if (!form || found.target === "new") {
            continue;
        }
        for (const record of await getRecords(found.res_model, [])) {
            const key = `${found.res_model} ${record} ${form[0]}`;
            if (!done.has(key)) {
                done.add(key);
                await pressAll({
                    res_model: found.res_model,
                    res_id: record,
                    views: [form],
                    context: {},
                });
            }
        }
    }
    say(`${done.size} records opened, ${pressed} buttons pressed`);
    say("all buttons pressed");
}
