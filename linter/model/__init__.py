"""What a form, a document and a finding are. Pure data: no file formats, no rules, no output."""
