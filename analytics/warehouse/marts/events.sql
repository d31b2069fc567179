select happened_on, title, kind, branch, note from events order by happened_on, title
