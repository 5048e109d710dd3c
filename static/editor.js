/* Tells screen readers what the SQL editor is, by the label of the text box that it stands for. */
"use strict";

CodeMirror.defineInitHook(editor => {
    editor.setOption("screenReaderLabel", editor.getTextArea().getAttribute("aria-label"));
});
