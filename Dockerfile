# The gateway as one image: docker build -t hongyan . && docker run --read-only --tmpfs /tmp -v data:/data -v keys:/keys hongyan
# Its own Node runs the sources as they are; nothing is compiled, and no package's install script runs.
FROM node:24-bookworm-slim AS install
WORKDIR /app
COPY . .
# Optional packages are Node itself for machines without one; the image has it.
RUN npm install --no-save --ignore-scripts --omit=dev --omit=optional --no-audit --no-fund --loglevel=error

FROM node:24-bookworm-slim
# The key ring lies apart from the data, so that a backup of the data alone opens no secret.
RUN install -d -o node -g node -m 700 /data /keys
WORKDIR /app
COPY --from=install /app .
ENV NODE_ENV=production
ENV HONGYAN_HOST=0.0.0.0
ENV HONGYAN_DATA=/data/hongyan
ENV HONGYAN_KEY_FILE=/keys/hongyan.key
USER node
VOLUME ["/data", "/keys"]
EXPOSE 4180
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HONGYAN_PORT || 4180}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "apps/cli/bin/hongyan.js"]
CMD ["up"]
