/** A picture for examples in the documentation: a drawn face as a WebP file of 658 bytes. */
export const EXAMPLE_IMAGE = `data:image/webp;base64,${[
  "UklGRooCAABXRUJQVlA4IH4CAACQDACdASowADAAPs1QoUynpKMiNVqtUPAZiWwAnTKEgsyA66tIW3oSmYwDtMTX1SvdYB0gipt6",
  "o6DzGZSGh+kEdqFTLhkx5zosHo+scsqOvN7J+h89PrMNnzFFAcG8hAAiannAlynrcuRhLlsAAP78EooIRP+doPg9u9ua6PnlHq08",
  "7OkTHH1S+37y7eKUtSzQ4U81sL6v/yDHNx6cNyekzpg+Xa5U2D5kgj0MkMJ5CSat4BJUOTCTwAePSIoZGke2eko5AmKD6yQlltCE",
  "Ss/ma9NcwxVuHLnLBT2tcIsnE93kTvT2RJHtxHw5VKbAlpigzVjI8alLfiy7f9822rX+S9HnBUfT1nY2sOcgi082JMi0sVTrV9oV",
  "JTiaOJvRhZw4+PmPTlGouOC9gjBMKcXMfYct4+xt/+G/vr4iYNyvfs0ZJe0r+dpf9YA/JqssbSfDIdOuKE8Yh5/z/9+zNty43XN7",
  "gKMM4tgVCLRSH/Tty1DmYdIIibA6ZuEQYSkfBdt3pB7/aVEB96/k75NmtQZS6u+NaQyHdemZTBIFOnlcAR46z4OvpZ5gZj3SRD54",
  "2NFUGTEbPuwy6IOxkYCLWzdS41/aauKkI9NwT6xo5wijH2Jb1JlEj7fxV8ji+RDu3thllQUK4P+VeDGmJGBjXtOem75R3a/BaeKN",
  "pWE4V7fS9Hn7NNETlpqYuEqZJ8z11k/aMBf1GKzH8OO3J/OU2/ync2Zown9WZfS5TkMKEa2QJMLqY8mVYfkT9VLHMmcPSwn4XlA5",
  "EoQV4wm+78EKP0FMR+FlcTUKtQd0IE5sP2uGJhnSW3HuCZbA/5r6ks+U/NpP3BY+MuDambIP11oAAA==",
].join("")}`;
