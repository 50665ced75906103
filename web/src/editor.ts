/** The script of the page on which a procedure is written; it also works without. */
export {};
