// Before the page is painted: the theme that was chosen on this device.
try {
  const theme = localStorage.getItem("malaqbiq-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* a browser that keeps nothing follows the system */ }
