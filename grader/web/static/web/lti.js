// Launches in a frame: what the platform's page keeps for us (LTI Client Side postMessages 1.0), and forms that the
// browser carries to the platform. Without scripts each page has a link or a button that does the same.
"use strict";

const PATIENCE = 1500; // milliseconds

// Asks the frame that the platform named, and hears no answer but of that origin to that question.
function ask(element, message) {
  const { storage, origin } = element.dataset;
  const above = window.opener || window.parent;
  let frame = above;
  try {
    if (storage !== "_parent" && above.frames[storage]) frame = above.frames[storage];
  } catch {
    frame = above; // a parent of another origin may hide its frames
  }
  const id = crypto.randomUUID ? crypto.randomUUID() : String(crypto.getRandomValues(new Uint32Array(4)));
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), PATIENCE);
    window.addEventListener("message", (event) => {
      const told = event.data;
      if (event.origin !== origin || typeof told !== "object" || told === null) return;
      if (told.subject !== `${message.subject}.response` || told.message_id !== id) return;
      clearTimeout(timer);
      resolve(told.error ? null : told);
    });
    frame.postMessage({ ...message, message_id: id }, origin);
  });
}

const remember = document.querySelector("[data-lti-remember]");
if (remember) {
  const { key, value } = remember.dataset;
  const onward = remember.querySelector("a").href;
  ask(remember, { subject: "lti.put_data", key, value }).then(() => location.replace(onward));
}

const recall = document.querySelector("[data-lti-recall]");
if (recall) {
  ask(recall, { subject: "lti.get_data", key: recall.dataset.key }).then((told) => {
    if (told && typeof told.value === "string" && told.value) {
      recall.elements.browser.value = told.value;
      recall.submit();
    } else {
      document.querySelector("[data-lti-else]").hidden = false;
    }
  });
}

document.querySelector("[data-lti-send]")?.submit();

const closing = document.querySelector("[data-lti-close]");
if (closing) (window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
