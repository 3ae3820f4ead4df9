/* What is easier with a script. Every page works without; here are only shortcuts. */

const western = (text) => Number(text.replace(/[٠-٩۰-۹]/g, (digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit) % 10 >= 0
  ? "٠١٢٣٤٥٦٧٨٩".indexOf(digit) : "۰۱۲۳۴۵۶۷۸۹".indexOf(digit)).trim() || "0");
